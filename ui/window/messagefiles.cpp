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
    connect(&composer, &Composer::filesDropped, this, &MessageFiles::read);
    connect(&m_reader, &workspace::TextFileReader::done, this,
        [this, &composer](const QString &text) { take([&] { composer.add(text); }); });
    connect(&m_reader, &workspace::TextFileReader::problem, this,
        [this](const QString &sentence) { take([&] { Q_EMIT problem(sentence); }); });
}

void MessageFiles::choose()
{
    auto *dialog = new QFileDialog(m_window, tr("Put text files into the message"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDirectory(folderToOffer());
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(
        dialog, &QFileDialog::filesSelected, this, [this, threadId = m_threadId](const QStringList &paths) {
            if (threadId == m_threadId)
                read(paths);
        });
    dialog->open();
}

void MessageFiles::read(const QStringList &paths)
{
    m_askedIn.append(QStringList(paths.size(), m_threadId));
    m_reader.read(paths);
}

/// Files come in the order in which they were asked for.
void MessageFiles::take(const std::function<void()> &what)
{
    if (m_askedIn.takeFirst() == m_threadId)
        what();
    else
        Q_EMIT problem(tr("A file was not put into the message: it was meant for another conversation."));
}

} // namespace throughline::ui
