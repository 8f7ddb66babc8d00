#include "workspace/decisionrecord.h"

#include "workspace/signalmodel.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>
#include <tuple>

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

qsizetype sectionOf(const Signal &signal)
{
    return std::find_if(sections.begin(), sections.end(), [&signal](const Section &section) {
        return section.type == signal.type;
    }) - sections.begin();
}

/// What is written: section by section, each as it was said, pinned ones first.
QList<Signal> writtenOf(const DecisionRecord &record)
{
    QList<Signal> written;
    std::copy_if(record.findings.cbegin(), record.findings.cend(), std::back_inserter(written),
        [](const Signal &signal) {
            return signal.status != SignalStatus::Rejected && !signal.isDismissed();
        });
    const auto key = [](const Signal &signal) {
        return std::tuple(sectionOf(signal), !signal.pinnedAt.has_value(), signal.sequenceIndex);
    };
    std::stable_sort(
        written.begin(), written.end(), [&key](const Signal &a, const Signal &b) { return key(a) < key(b); });
    return written;
}

/// The places in \a written of those of \a ids that are there.
QList<qsizetype> placesOf(const QStringList &ids, const QList<Signal> &written)
{
    QList<qsizetype> places;
    for (qsizetype place = 0; place < written.size(); ++place) {
        if (ids.contains(written.at(place).id))
            places.append(place);
    }
    return places;
}

/// The title of the section that begins with the one at \a place; empty where none does.
QString titleAt(const QList<Signal> &written, qsizetype place)
{
    const qsizetype section = sectionOf(written.at(place));
    const bool begins = place == 0 || sectionOf(written.at(place - 1)) != section;
    return begins ? say(sections.at(std::size_t(section)).title) : QString();
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
    if (signal.isUngrounded)
        remarks.append(say(QT_TRANSLATE_NOOP("DecisionRecord", "no evidence yet")));
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
    const QList<Signal> written = writtenOf(record);
    const auto addLinks = [&text, &written](const QString &words, const QStringList &ids) {
        const QList<qsizetype> places = placesOf(ids, written);
        for (const qsizetype place : places)
            text += QStringLiteral("  - ") + words.arg(escaped(written.at(place).text)) + u'\n';
    };
    for (qsizetype place = 0; place < written.size(); ++place) {
        const Signal &signal = written.at(place);
        if (const QString title = titleAt(written, place); !title.isEmpty())
            text += QStringLiteral("\n## %1\n\n").arg(title);
        text += QStringLiteral("- ") + escaped(signal.text);
        if (const QStringList remarks = remarksOn(signal); !remarks.isEmpty())
            text +=
                QStringLiteral(" *(") + escaped(remarks.join(QStringLiteral(", "))) + QStringLiteral(")*");
        text += u'\n';
        if (const QString quote = quoteOf(signal); !quote.isEmpty())
            text += QStringLiteral("  > ") + escaped(quote) + u'\n';
        addLinks(say(QT_TRANSLATE_NOOP("DecisionRecord", "Evidence: %1")), signal.evidence);
        addLinks(say(QT_TRANSLATE_NOOP("DecisionRecord", "Seems to contradict: %1")), signal.contradicts);
    }
    return text;
}

QByteArray decisionRecordJson(const DecisionRecord &record)
{
    QJsonArray findings;
    const QList<Signal> written = writtenOf(record);
    for (const Signal &signal : written)
        findings.append(protocol::toJson(signal));
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
    const QList<Signal> written = writtenOf(record);
    for (qsizetype place = 0; place < written.size(); ++place) {
        const Signal &signal = written.at(place);
        if (const QString title = titleAt(written, place); !title.isEmpty())
            text += QStringLiteral("\n# %1\n").arg(title);
        QStringList data{QStringLiteral("state: ") + quoted(protocol::signalStatusName(signal.status))};
        if (const QString quote = quoteOf(signal); !quote.isEmpty())
            data.append(QStringLiteral("quote: ") + quoted(quote));
        text += QStringLiteral("\n[%1]: ").arg(place + 1) + escaped(signal.text) + QStringLiteral(" {") +
                data.join(QStringLiteral(", ")) + QStringLiteral("}\n");
        const QList<qsizetype> evidence = placesOf(signal.evidence, written);
        for (const qsizetype other : evidence)
            text += QStringLiteral("  + [%1]\n").arg(other + 1);
        // A contradiction goes both ways: once is enough.
        const QList<qsizetype> contradicted = placesOf(signal.contradicts, written);
        for (const qsizetype other : contradicted) {
            if (other > place || !written.at(other).contradicts.contains(signal.id))
                text += QStringLiteral("  >< [%1]\n").arg(other + 1);
        }
    }
    return text;
}

} // namespace throughline::workspace
