#include "ui/window/savedialog.h"

#include "exporting/exporter.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace throughline::ui {

namespace {

QString suffixOf(const QString &filter)
{
    const qsizetype dot = filter.lastIndexOf(u'.');
    return filter.mid(dot + 1, filter.size() - dot - 2);
}

} // namespace

QString folderToOffer()
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QFileInfo(documents).isDir() ? documents : QDir::homePath();
}

void askWhereToSave(QWidget *window, const SaveQuestion &question, const QObject *receiver,
    const std::function<void(const QString &path)> &chosen)
{
    const QString suffix = suffixOf(question.filters.constFirst());
    auto *dialog = new QFileDialog(window, question.caption);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDirectory(folderToOffer());
    dialog->setNameFilters(question.filters);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(exporting::fileName(question.title, suffix));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(suffixOf(filter));
        const QStringList names = dialog->selectedFiles();
        if (!names.isEmpty())
            dialog->selectFile(QFileInfo(names.first()).completeBaseName() + u'.' + suffixOf(filter));
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, receiver, chosen);
    dialog->open();
}

} // namespace throughline::ui
