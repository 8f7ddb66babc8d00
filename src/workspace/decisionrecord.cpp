#include "workspace/decisionrecord.h"

#include "workspace/signalmodel.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>

namespace throughline::workspace {

namespace {

using protocol::Alignment;
using protocol::Signal;
using protocol::SignalStatus;
using protocol::SignalType;

struct Section
{
    SignalType type;
    const char *title;
};

constexpr std::array sections = {
    Section{SignalType::DecisionIntent, QT_TRANSLATE_NOOP("DecisionRecord", "Decisions")},
    Section{SignalType::Goal, QT_TRANSLATE_NOOP("DecisionRecord", "Goals")},
    Section{SignalType::Constraint, QT_TRANSLATE_NOOP("DecisionRecord", "Constraints")},
    Section{SignalType::Assumption, QT_TRANSLATE_NOOP("DecisionRecord", "Assumptions")},
    Section{SignalType::Claim, QT_TRANSLATE_NOOP("DecisionRecord", "Claims")},
    Section{SignalType::EvidenceMention, QT_TRANSLATE_NOOP("DecisionRecord", "Evidence")},
    Section{SignalType::Question, QT_TRANSLATE_NOOP("DecisionRecord", "Open questions")},
    Section{SignalType::Unknown, QT_TRANSLATE_NOOP("DecisionRecord", "Other")},
};

QString say(const char *text)
{
    return QCoreApplication::translate("DecisionRecord", text);
}

QString titleOf(const DecisionRecord &record)
{
    const QString title = record.title.simplified();
    return title.isEmpty() ? say(QT_TRANSLATE_NOOP("DecisionRecord", "Decision record")) : title;
}

QString dateOf(const DecisionRecord &record)
{
    return say(QT_TRANSLATE_NOOP("DecisionRecord", "Decision record, %1"))
        .arg(QLocale().toString(record.writtenAt.toLocalTime().date(), QLocale::LongFormat));
}

/// What is written, of one section, as it was said: pinned ones first.
QList<Signal> findingsOf(const DecisionRecord &record, SignalType type)
{
    QList<Signal> found;
    std::copy_if(record.findings.cbegin(), record.findings.cend(), std::back_inserter(found),
        [type](const Signal &signal) {
            return signal.type == type && signal.status != SignalStatus::Rejected && !signal.isDismissed();
        });
    std::stable_sort(found.begin(), found.end(), [](const Signal &a, const Signal &b) {
        if (a.pinnedAt.has_value() != b.pinnedAt.has_value())
            return a.pinnedAt.has_value();
        return a.sequenceIndex < b.sequenceIndex;
    });
    return found;
}

/// What a reader should know of it, in words.
QStringList remarksOn(const Signal &signal)
{
    QStringList remarks;
    if (signal.type == SignalType::Unknown)
        remarks.append(signal.typeName.simplified());
    if (signal.status == SignalStatus::Confirmed)
        remarks.append(say(QT_TRANSLATE_NOOP("DecisionRecord", "confirmed")));
    if (signal.status == SignalStatus::Suggested)
        remarks.append(say(QT_TRANSLATE_NOOP("DecisionRecord", "not confirmed")));
    if (signal.pinnedAt)
        remarks.append(say(QT_TRANSLATE_NOOP("DecisionRecord", "pinned")));
    if (signal.stale)
        remarks.append(say(QT_TRANSLATE_NOOP("DecisionRecord", "its message has changed since")));
    else if (signal.alignment == Alignment::None)
        remarks.append(say(QT_TRANSLATE_NOOP("DecisionRecord", "its sentence was not found")));
    return remarks;
}

/// A quote that only repeats the text says nothing.
QString quoteOf(const Signal &signal)
{
    const QString quote = signal.quote.simplified();
    return quote.compare(signal.text.simplified(), Qt::CaseInsensitive) == 0 ? QString() : quote;
}

/// Every character of ASCII that could mean something to the format has a backslash; line ends are blanks.
QString escaped(const QString &text)
{
    QString safe;
    const QString line = text.simplified();
    safe.reserve(line.size() + 16);
    for (const QChar c : line) {
        const bool isPunctuation = c.unicode() < 0x80 && c.isPrint() && !c.isLetterOrNumber() && !c.isSpace();
        const bool isHarmless = QStringLiteral(",;'\"?%/").contains(c);
        if (isPunctuation && !isHarmless)
            safe += u'\\';
        safe += c;
    }
    return safe;
}

/// In double quotes, as JSON and YAML read it; without the braces that end Argdown's data even there.
QString quoted(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text.simplified()}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.sliced(1, array.size() - 2))
        .replace(u'{', QStringLiteral("\\u007b"))
        .replace(u'}', QStringLiteral("\\u007d"));
}

} // namespace

DecisionRecord decisionRecordOf(const SignalModel &findings, const QString &title, const QDateTime &writtenAt)
{
    DecisionRecord record{.title = title, .writtenAt = writtenAt};
    for (int row = 0; row < findings.rowCount(); ++row)
        record.findings.append(findings.at(row));
    return record;
}

QString decisionRecordMarkdown(const DecisionRecord &record)
{
    QString text = QStringLiteral("# ") + escaped(titleOf(record)) + QStringLiteral("\n\n*") +
                   escaped(dateOf(record)) + QStringLiteral("*\n");
    for (const auto &[type, title] : sections) {
        const QList<Signal> findings = findingsOf(record, type);
        if (findings.isEmpty())
            continue;
        text += QStringLiteral("\n## %1\n\n").arg(say(title));
        for (const Signal &signal : findings) {
            text += QStringLiteral("- ") + escaped(signal.text);
            if (const QStringList remarks = remarksOn(signal); !remarks.isEmpty())
                text += QStringLiteral(" *(") + escaped(remarks.join(QStringLiteral(", "))) +
                        QStringLiteral(")*");
            text += u'\n';
            if (const QString quote = quoteOf(signal); !quote.isEmpty())
                text += QStringLiteral("  > ") + escaped(quote) + u'\n';
        }
    }
    return text;
}

QByteArray decisionRecordJson(const DecisionRecord &record)
{
    QJsonArray findings;
    for (const auto &section : sections) {
        const QList<Signal> ofType = findingsOf(record, section.type);
        for (const Signal &signal : ofType)
            findings.append(protocol::toJson(signal));
    }
    return QJsonDocument({{QStringLiteral("title"), record.title},
                             {QStringLiteral("written_at"), protocol::toContractDate(record.writtenAt)},
                             {QStringLiteral("signals"), findings}})
        .toJson(QJsonDocument::Indented);
}

QString decisionRecordArgdown(const DecisionRecord &record)
{
    QString text =
        QStringLiteral("===\ntitle: %1\ndate: %2\n===\n")
            .arg(quoted(titleOf(record)), quoted(record.writtenAt.toUTC().date().toString(Qt::ISODate)));
    int number = 0;
    for (const auto &[type, title] : sections) {
        const QList<Signal> findings = findingsOf(record, type);
        if (findings.isEmpty())
            continue;
        text += QStringLiteral("\n# %1\n").arg(say(title));
        for (const Signal &signal : findings) {
            QStringList data{QStringLiteral("state: ") + quoted(protocol::signalStatusName(signal.status))};
            if (const QString quote = quoteOf(signal); !quote.isEmpty())
                data.append(QStringLiteral("quote: ") + quoted(quote));
            text += QStringLiteral("\n[%1]: ").arg(++number) + escaped(signal.text) + QStringLiteral(" {") +
                    data.join(QStringLiteral(", ")) + QStringLiteral("}\n");
        }
    }
    return text;
}

} // namespace throughline::workspace
