#include "app/translations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using throughline::app::Translations;

namespace {

struct Entry
{
    QString context;
    QString source;
    QString comment;
    QStringList forms; ///< of the translation; one where nothing is counted
    QString type;      ///< "unfinished", "vanished"; empty for what is well
    bool isCounted = false;

    QString name() const { return context + QStringLiteral(": ") + source; }
    QString key() const
    {
        return QStringList{context, source, comment, isCounted ? QStringLiteral("n") : QString()}.join(
            QChar(0));
    }
};

Entry readMessage(QXmlStreamReader &xml, const QString &context)
{
    Entry entry{.context = context,
        .source = {},
        .comment = {},
        .forms = {},
        .type = {},
        .isCounted = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes")};
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            entry.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            entry.comment = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            entry.type = xml.attributes().value(QLatin1String("type")).toString();
            if (!entry.isCounted) {
                entry.forms.append(xml.readElementText());
                continue;
            }
            while (xml.readNextStartElement())
                entry.forms.append(xml.readElementText());
        } else {
            xml.skipCurrentElement();
        }
    }
    return entry;
}

QList<Entry> entriesOf(const QString &path)
{
    QList<Entry> entries;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    QXmlStreamReader xml(&file);
    xml.readNextStartElement(); // TS
    while (xml.readNextStartElement()) {
        QString context;
        while (xml.readNextStartElement()) {
            if (xml.name() == QLatin1String("name"))
                context = xml.readElementText();
            else if (xml.name() == QLatin1String("message"))
                entries.append(readMessage(xml, context));
            else
                xml.skipCurrentElement();
        }
    }
    return entries;
}

QStringList keysOf(const QList<Entry> &entries)
{
    QStringList keys;
    for (const Entry &entry : entries)
        keys.append(entry.key());
    keys.sort();
    return keys;
}

/// What a translation has to keep: placeholders, how many mnemonics and lines, the blanks at both ends.
QStringList fixedParts(const QString &text, bool isCounted)
{
    static const QRegularExpression placeholder(QStringLiteral("%L?[1-9]|%L?n"));
    static const QRegularExpression mnemonic(QStringLiteral("&(?=[^&\\s])"));
    QStringList parts;
    for (auto it = placeholder.globalMatch(text); it.hasNext();) {
        const QString found = it.next().captured();
        // Where nothing is counted "%n" is text.
        if (isCounted || !found.endsWith(QLatin1Char('n')))
            parts.append(found);
    }
    parts.removeDuplicates();
    parts.sort();
    parts.append(QString::number(text.count(mnemonic)));
    parts.append(QString::number(text.count(QLatin1Char('\n'))));
    parts.append(text.startsWith(QLatin1Char(' ')) ? QStringLiteral("blank first") : QString());
    parts.append(text.endsWith(QLatin1Char(' ')) ? QStringLiteral("blank last") : QString());
    return parts;
}

const QString folder = QStringLiteral(THROUGHLINE_SOURCE_DIR "/resources/translations/");
const QString compiled = QStringLiteral(THROUGHLINE_BUILD_DIR "/resources/translations");

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWordOfTheProgramIsThereAndTranslated_data();
    void everyWordOfTheProgramIsThereAndTranslated();
    void everyTranslationKeepsWhatIsFilledIn_data();
    void everyTranslationKeepsWhatIsFilledIn();
    void theFirstLanguageThatIsSpokenIsTaken_data();
    void theFirstLanguageThatIsSpokenIsTaken();
    void wordsComeFromTheContextTheyAreAskedIn();
    void theProgramItselfSpeaksTheLanguageOfItsUser();

private:
    static void addFiles();
};

void TestTranslations::addFiles()
{
    QTest::addColumn<QString>("file");
    const QStringList files = QDir(folder).entryList({QStringLiteral("*.ts")});
    QVERIFY(!files.isEmpty());
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << file;
}

void TestTranslations::everyWordOfTheProgramIsThereAndTranslated_data()
{
    addFiles();
}

void TestTranslations::everyWordOfTheProgramIsThereAndTranslated()
{
    QFETCH(QString, file);
    const QTemporaryDir scratch;
    const QString copy = scratch.filePath(file);
    QVERIFY(QFile::copy(folder + file, copy));
    QProcess translate;
    translate.setProcessChannelMode(QProcess::MergedChannels);
    translate.start(QStringLiteral("bash"),
        {QStringLiteral(THROUGHLINE_SOURCE_DIR "/scripts/translate"), QStringLiteral("--into"), copy});
    QVERIFY(translate.waitForFinished(120'000));
    const QString said = QString::fromUtf8(translate.readAll());
    if (translate.exitCode() == 77)
        QSKIP("lupdate is not installed here, so nobody can look for new words.");
    QCOMPARE(translate.exitCode(), 0);
    // It complains of words whose context is not the one they are looked up in.
    const QStringList lines = said.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines)
        QVERIFY2(line.startsWith(QLatin1String("Updating")) || line.contains(QLatin1String("Found")) ||
                     line.startsWith(QLatin1String("Scanning")),
            qPrintable(line));

    const QList<Entry> after = entriesOf(copy);
    QVERIFY(after.size() > 500);
    for (const Entry &entry : after)
        QVERIFY2(entry.type.isEmpty(), qPrintable(QStringLiteral("%1 (%2)").arg(entry.name(), entry.type)));
    QCOMPARE(keysOf(entriesOf(folder + file)), keysOf(after));
}

void TestTranslations::everyTranslationKeepsWhatIsFilledIn_data()
{
    addFiles();
}

void TestTranslations::everyTranslationKeepsWhatIsFilledIn()
{
    QFETCH(QString, file);
    const QHash<QString, int> formsOf{{QStringLiteral("throughline_de.ts"), 2}};
    QVERIFY2(formsOf.contains(file), "say here how many forms a plural has in this language");
    const QList<Entry> entries = entriesOf(folder + file);
    for (const Entry &entry : entries) {
        QCOMPARE(entry.forms.size(), entry.isCounted ? formsOf.value(file) : 1);
        for (const QString &form : entry.forms) {
            QVERIFY2(!form.isEmpty(), qPrintable(entry.name()));
            QVERIFY2(fixedParts(entry.source, entry.isCounted) == fixedParts(form, entry.isCounted),
                qPrintable(entry.name() + QStringLiteral(" / ") + form));
        }
    }
}

void TestTranslations::theFirstLanguageThatIsSpokenIsTaken_data()
{
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QString>("spoken");
    const auto row = [](const char *name, const char *wanted, const char *spoken) {
        QTest::newRow(name) << QString::fromLatin1(wanted).split(QLatin1Char(','))
                            << QString::fromLatin1(spoken);
    };
    row("German", "de-DE,de,en", "de");
    row("of another country", "de-AT", "de");
    row("English before German", "en-GB,en,de", "en");
    row("one that is not there before German", "tlh,de,en", "de");
    row("none that is there", "tlh", "en");
    row("C", "C", "en");
}

void TestTranslations::theFirstLanguageThatIsSpokenIsTaken()
{
    QFETCH(QStringList, wanted);
    QFETCH(QString, spoken);
    const Translations translations(*QCoreApplication::instance(), wanted, compiled);
    QCOMPARE(translations.language(), spoken);
    QCOMPARE(QCoreApplication::translate("throughline::ui::Composer", "Send"),
        spoken == QLatin1String("de") ? QStringLiteral("Senden") : QStringLiteral("Send"));
}

void TestTranslations::wordsComeFromTheContextTheyAreAskedIn()
{
    const Translations translations(*QCoreApplication::instance(), {QStringLiteral("de")}, compiled);
    const auto say = [](const char *context, const char *source, int n = -1, const char *comment = nullptr) {
        return QCoreApplication::translate(context, source, comment, n);
    };
    // One of each way in which a room says its sentences.
    QCOMPARE(say("Network", "The server did not answer in time."),
        QStringLiteral("Der Server hat nicht rechtzeitig geantwortet."));
    QCOMPARE(say("ApiError", "The server asks to slow down."),
        QStringLiteral("Der Server bittet darum, langsamer anzufragen."));
    QCOMPARE(say("Transcript", "Copied"), QStringLiteral("Kopiert"));
    QCOMPARE(say("SignalType", "Evidence"), QStringLiteral("Beleg"));
    QCOMPARE(say("SignalType", "Evidence", -1, "several"), QStringLiteral("Belege"));
    QCOMPARE(say("throughline::ui::ModelsPage", "%n models", 3), QStringLiteral("3 Modelle"));
    QCOMPARE(say("throughline::ui::ModelsPage", "%n models", 1), QStringLiteral("1 Modell"));
}

void TestTranslations::theProgramItselfSpeaksTheLanguageOfItsUser()
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("de_DE.UTF-8"));
    environment.insert(QStringLiteral("LANGUAGE"), QStringLiteral("de"));
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline"), {QStringLiteral("--help")});
    QVERIFY(program.waitForFinished(30'000));
    const QString said = QString::fromUtf8(program.readAllStandardOutput());
    QVERIFY2(said.contains(QStringLiteral("Mit einem KI-Assistenten nachdenken")), qPrintable(said));
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
