#include "ui/window/recordexport.h"

#include "ui/window/savedialog.h"

#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QWidget>

namespace throughline::ui {

namespace {

using workspace::DecisionRecord;

using Writing = QByteArray (*)(const DecisionRecord &);

/// Null: no such format.
Writing writingOf(const QString &suffix)
{
    if (suffix == QLatin1StringView("md"))
        return
            [](const DecisionRecord &record) { return workspace::decisionRecordMarkdown(record).toUtf8(); };
    if (suffix == QLatin1StringView("argdown"))
        return [](const DecisionRecord &record) { return workspace::decisionRecordArgdown(record).toUtf8(); };
    return suffix == QLatin1StringView("json") ? &workspace::decisionRecordJson : nullptr;
}

} // namespace

RecordExport::RecordExport(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    connect(&m_writer, &exporting::FileWriter::finished, this,
        [this](const QString &path, const QString &problem) {
            Q_EMIT said(problem.isEmpty() ? tr("Saved as %1").arg(QDir::toNativeSeparators(path)) : problem);
        });
}

void RecordExport::copy(const DecisionRecord &record)
{
    QGuiApplication::clipboard()->setText(workspace::decisionRecordMarkdown(record));
    Q_EMIT said(tr("Copied as Markdown"));
}

void RecordExport::save(const DecisionRecord &record)
{
    const SaveQuestion question{.caption = tr("Save the decision record"),
        .title = record.title.isEmpty() ? tr("Decision record") : tr("Decision record, %1").arg(record.title),
        .filters = {tr("Markdown (*.md)"), tr("Argdown (*.argdown)"), tr("All fields, JSON (*.json)")}};
    askWhereToSave(m_window, question, this, [this, record](const QString &path) {
        if (!saveAs(path, record))
            Q_EMIT said(tr("Nothing was saved: the name has to end in .md, .argdown or .json."));
    });
}

bool RecordExport::saveAs(const QString &path, const DecisionRecord &record)
{
    const Writing writing = writingOf(QFileInfo(path).suffix().toLower());
    if (writing)
        m_writer.write(path, [record, writing] { return writing(record); });
    return writing != nullptr;
}

} // namespace throughline::ui
