#include "ui/window/messagefiles.h"

#include "ui/composer.h"
#include "ui/window/savedialog.h"

#include <QFileDialog>

namespace throughline::ui {

MessageFiles::MessageFiles(Composer &composer, QWidget *window)
    : QObject(window)
    , m_window(window)
{
    connect(&composer, &Composer::fileRequested, this, &MessageFiles::choose);
    connect(&composer, &Composer::filesDropped, &m_reader, &workspace::TextFileReader::read);
    connect(&m_reader, &workspace::TextFileReader::done, &composer, &Composer::add);
    connect(&m_reader, &workspace::TextFileReader::problem, this, &MessageFiles::problem);
}

void MessageFiles::choose()
{
    auto *dialog = new QFileDialog(m_window, tr("Put text files into the message"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDirectory(folderToOffer());
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, &m_reader, &workspace::TextFileReader::read);
    dialog->open();
}

} // namespace throughline::ui
