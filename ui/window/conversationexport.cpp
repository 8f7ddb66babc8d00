#include "ui/window/conversationexport.h"

#include "ui/transcript/pageprinter.h"
#include "ui/window/savedialog.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <QSaveFile>

#include <optional>
#include <utility>

namespace throughline::ui {

using exporting::Format;
using exporting::Record;
using workspace::Conversation;
using workspace::TranscriptModel;

namespace {

constexpr QMarginsF PageMargins{18, 16, 18, 12}; ///< millimetres

std::optional<Format> formatOf(const QString &suffix)
{
    if (suffix == QLatin1StringView("md") || suffix == QLatin1StringView("markdown"))
        return Format::Markdown;
    if (suffix == QLatin1StringView("html") || suffix == QLatin1StringView("htm"))
        return Format::Html;
    return suffix == QLatin1StringView("json") ? std::optional(Format::Json) : std::nullopt;
}

QList<PrintedMessage> printed(const Record &record)
{
    QList<PrintedMessage> messages;
    for (const protocol::Message &message : record.messages)
        messages.append({.heading = exporting::messageHeading(message),
            .text = message.content,
            .isUser = message.role == protocol::Role::User});
    return messages;
}

} // namespace

/// One file that is being made; deletes itself when it is done.
class ConversationExport::PdfJob final : public QObject
{
public:
    PdfJob(const QString &path, const Record &record, ConversationExport *owner)
        : QObject(owner)
        , m_path(path)
        , m_owner(owner)
        , m_file(path)
    {
        if (!m_file.open(QIODevice::WriteOnly)) {
            finish(false);
            return;
        }
        m_writer = std::make_unique<QPdfWriter>(&m_file);
        m_writer->setResolution(PagePrinter::resolution());
        m_writer->setTitle(exporting::titleOf(record));
        m_writer->setCreator(QStringLiteral("Throughline"));
        m_writer->setPageSize(QPageSize(
            QLocale().measurementSystem() == QLocale::ImperialUSSystem ? QPageSize::Letter : QPageSize::A4));
        m_writer->setPageMargins(PageMargins, QPageLayout::Millimeter);
        m_pages = std::make_unique<PagePrinter>(*m_writer, exporting::titleOf(record), printed(record));
        connect(m_pages.get(), &PagePrinter::finished, this, &PdfJob::finish, Qt::QueuedConnection);
        m_pages->start();
    }

private:
    void finish(bool ok)
    {
        m_pages.reset();
        m_writer.reset();
        // What has been written is in the file's buffer until here.
        if (ok && m_file.error() == QFileDevice::NoError && m_file.commit())
            Q_EMIT m_owner->done(ConversationExport::tr("Saved as %1").arg(QDir::toNativeSeparators(m_path)));
        else
            Q_EMIT m_owner->problem(exporting::fileProblem(m_path, m_file.errorString()));
        deleteLater();
    }

    const QString m_path;
    ConversationExport *m_owner;
    QSaveFile m_file;
    std::unique_ptr<QPdfWriter> m_writer;
    std::unique_ptr<PagePrinter> m_pages;
};

/// What is being sent to a printer; deletes itself when it is done.
class ConversationExport::PrintJob final : public QObject
{
public:
    PrintJob(std::unique_ptr<QPrinter> printer, const Record &record, ConversationExport *owner)
        : QObject(owner)
        , m_printer(std::move(printer))
        , m_pages(*m_printer, exporting::titleOf(record), printed(record))
    {
        connect(
            &m_pages, &PagePrinter::finished, this,
            [this, owner](bool ok) {
                if (!ok)
                    Q_EMIT owner->problem(ConversationExport::tr("The printer did not take it."));
                deleteLater();
            },
            Qt::QueuedConnection);
        m_pages.start();
    }

private:
    std::unique_ptr<QPrinter> m_printer;
    PagePrinter m_pages;
};

ConversationExport::ConversationExport(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    connect(&m_writer, &exporting::FileWriter::finished, this,
        [this](const QString &path, const QString &problem) {
            if (problem.isEmpty())
                Q_EMIT done(tr("Saved as %1").arg(QDir::toNativeSeparators(path)));
            else
                Q_EMIT this->problem(problem);
        });
}

ConversationExport::~ConversationExport() = default;

Record ConversationExport::recordOf(
    const Conversation &conversation, const protocol::Thread &thread, const QDateTime &now)
{
    Record record{.thread = thread, .messages = {}, .signalList = {}, .exportedAt = now};
    const TranscriptModel &rows = conversation.transcript();
    for (int i = 0; i < rows.rowCount(); ++i) {
        const TranscriptModel::Row &row = rows.row(i);
        protocol::Message message = row.message;
        if (row.hasThoughts()) // they are kept beside it
            message.metadata.insert(QStringLiteral("reasoning"), row.thoughts);
        record.messages.append(message);
    }
    const workspace::SignalModel &found = conversation.signalModel();
    for (int i = 0; i < found.rowCount(); ++i)
        record.signalList.append(found.at(i));
    return record;
}

void ConversationExport::whenLoaded(Conversation &conversation, const std::function<void()> &act)
{
    using State = Conversation::LoadState;
    if (conversation.loadState() == State::Loaded) {
        act();
        return;
    }
    auto *waiting = new QObject(this);
    const auto see = [this, &conversation, act, waiting] {
        if (conversation.loadState() == State::Loading)
            return;
        waiting->deleteLater();
        waiting->disconnect();
        QObject::disconnect(&conversation, nullptr, waiting, nullptr);
        if (conversation.loadState() == State::Loaded)
            act();
        else
            Q_EMIT problem(
                tr("The conversation could not be loaded, so there is nothing to save or print. %1")
                    .arg(conversation.loadError()));
    };
    connect(&conversation, &Conversation::loadStateChanged, waiting, see);
    connect(&conversation, &QObject::destroyed, waiting, &QObject::deleteLater);
    if (conversation.loadState() == State::Failed)
        conversation.load();
}

void ConversationExport::save(
    Conversation &conversation, const protocol::Thread &thread, const QDateTime &now)
{
    whenLoaded(
        conversation, [this, &conversation, thread, now] { askWhere(recordOf(conversation, thread, now)); });
}

void ConversationExport::print(
    Conversation &conversation, const protocol::Thread &thread, const QDateTime &now)
{
    whenLoaded(conversation,
        [this, &conversation, thread, now] { askPrinter(recordOf(conversation, thread, now)); });
}

void ConversationExport::askWhere(const Record &record)
{
    const SaveQuestion question{.caption = tr("Save the conversation"),
        .title = exporting::titleOf(record),
        .filters = {tr("Markdown (*.md)"), tr("Web page (*.html)"), tr("PDF (*.pdf)"),
            tr("All fields, JSON (*.json)")}};
    askWhereToSave(m_window, question, this, [this, record](const QString &path) {
        if (!saveAs(path, record))
            Q_EMIT problem(tr("Nothing was saved: the name has to end in .md, .html, .pdf or .json."));
    });
}

bool ConversationExport::saveAs(const QString &path, const Record &record)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1StringView("pdf")) {
        new PdfJob(path, record, this); // deletes itself
        return true;
    }
    const std::optional<Format> format = formatOf(suffix);
    if (format)
        m_writer.write(path, [record, format = *format] { return exporting::write(record, format); });
    return format.has_value();
}

void ConversationExport::askPrinter(const Record &record)
{
    auto printer = std::make_shared<std::unique_ptr<QPrinter>>(std::make_unique<QPrinter>());
    (*printer)->setResolution(PagePrinter::resolution());
    (*printer)->setDocName(exporting::titleOf(record));
    (*printer)->setPageMargins(PageMargins, QPageLayout::Millimeter);
    auto *dialog = new QPrintDialog(printer->get(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QAbstractPrintDialog::PrintPageRange, false);
    connect(dialog, qOverload<>(&QDialog::accepted), this, [this, printer, record, dialog] {
        // The dialog still reads the printer until it is gone.
        connect(dialog, &QObject::destroyed, this, [this, printer, record] {
            new PrintJob(std::move(*printer), record, this); // deletes itself
        });
    });
    dialog->open();
}

} // namespace throughline::ui
