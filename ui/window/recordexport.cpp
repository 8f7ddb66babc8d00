#include "ui/window/recordexport.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QSaveFile>
#include <QStandardPaths>

namespace throughline::ui {

namespace {

using workspace::DecisionRecord;

QByteArray written(const DecisionRecord &record, const QString &suffix)
{
    if (suffix == QLatin1String("json"))
        return workspace::decisionRecordJson(record);
    if (suffix == QLatin1String("argdown"))
        return workspace::decisionRecordArgdown(record).toUtf8();
    return workspace::decisionRecordMarkdown(record).toUtf8();
}

/// A name that every file system takes.
QString fileNameOf(const QString &title)
{
    QString name;
    for (const QChar c : title.simplified().left(80))
        name += c.isLetterOrNumber() || c == u' ' || c == u'-' ? c : QChar(u'_');
    return name.isEmpty() ? RecordExport::tr("Decision record") : name;
}

} // namespace

RecordExport::RecordExport(QWidget *window)
    : QObject(window)
    , m_window(window)
{}

void RecordExport::copy(const DecisionRecord &record)
{
    QGuiApplication::clipboard()->setText(workspace::decisionRecordMarkdown(record));
    Q_EMIT said(tr("Copied as Markdown"));
}

void RecordExport::save(const DecisionRecord &record)
{
    auto *dialog = new QFileDialog(m_window, tr("Save the decision record"),
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilters({tr("Markdown (%1)").arg(QStringLiteral("*.md")),
        tr("JSON (%1)").arg(QStringLiteral("*.json")), tr("Argdown (%1)").arg(QStringLiteral("*.argdown"))});
    const QStringList suffixes{QStringLiteral("md"), QStringLiteral("json"), QStringLiteral("argdown")};
    const auto useSuffix = [dialog, suffixes, filters = dialog->nameFilters()](const QString &filter) {
        dialog->setDefaultSuffix(suffixes.value(filters.indexOf(filter), suffixes.first()));
    };
    connect(dialog, &QFileDialog::filterSelected, dialog, useSuffix);
    useSuffix(dialog->selectedNameFilter());
    dialog->selectFile(fileNameOf(record.title));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, record](const QString &path) { saveTo(path, record); });
    dialog->open();
}

void RecordExport::saveTo(const QString &path, const DecisionRecord &record)
{
    const QString shown = QDir::toNativeSeparators(path);
    QSaveFile file(path);
    const QByteArray bytes = written(record, QFileInfo(path).suffix().toLower());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        Q_EMIT said(tr("%1 could not be saved: %2").arg(shown, file.errorString()));
    else
        Q_EMIT said(tr("Saved as %1").arg(shown));
}

} // namespace throughline::ui
