#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

/// What the documents point at is there.
class TestDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLinkLeadsSomewhere_data();
    void everyLinkLeadsSomewhere();
    void everyPromiseNamesATestThatIsThere();

private:
    static QString textOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    static QString root() { return QStringLiteral(THROUGHLINE_SOURCE_DIR "/"); }
};

void TestDocuments::everyLinkLeadsSomewhere_data()
{
    QTest::addColumn<QString>("path");
    const auto add = [](const QString &path) { QTest::newRow(qPrintable(path)) << path; };
    for (const char *path : {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "packaging/README.md"})
        add(QString::fromLatin1(path));
    QDirIterator files(
        root() + QStringLiteral("docs"), {QStringLiteral("*.md")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        add(QDir(root()).relativeFilePath(files.next()));
}

void TestDocuments::everyLinkLeadsSomewhere()
{
    QFETCH(QString, path);
    const QString text = textOf(root() + path);
    QVERIFY(!text.isEmpty());
    static const QRegularExpression link(QStringLiteral("\\]\\(([^)\\s]+)\\)"));
    const QDir folder = QFileInfo(root() + path).dir();
    for (auto it = link.globalMatch(text); it.hasNext();) {
        const QString target = it.next().captured(1);
        if (target.contains(QStringLiteral("://")) || target.startsWith(QLatin1Char('#')))
            continue;
        QVERIFY2(
            QFileInfo::exists(folder.filePath(target.section(QLatin1Char('#'), 0, 0))), qPrintable(target));
    }
}

void TestDocuments::everyPromiseNamesATestThatIsThere()
{
    QHash<QString, QString> sources;
    QDirIterator files(root() + QStringLiteral("tests"), {QStringLiteral("tst_*.cpp")}, QDir::Files,
        QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        sources.insert(QFileInfo(files.fileName()).baseName(), files.filePath());
    }
    static const QRegularExpression named(QStringLiteral("`(tst_\\w+)::(\\w+)`"));
    const QStringList lines = textOf(root() + QStringLiteral("docs/security.md")).split(QLatin1Char('\n'));
    bool isPromises = false;
    int promises = 0;
    for (const QString &line : lines) {
        if (!line.startsWith(QLatin1Char('|')))
            isPromises = false;
        if (line == QLatin1String("| promise | held by |"))
            isPromises = true;
        else if (isPromises && !line.startsWith(QLatin1String("|---"))) {
            ++promises;
            QVERIFY2(named.match(line).hasMatch(), qPrintable(line));
        }
        for (auto it = named.globalMatch(line); it.hasNext();) {
            const QRegularExpressionMatch test = it.next();
            const QRegularExpression slot(QStringLiteral("void (\\w+::)?%1\\(\\)").arg(test.captured(2)));
            QVERIFY2(textOf(sources.value(test.captured(1))).contains(slot), qPrintable(test.captured()));
        }
    }
    QVERIFY2(promises > 20, qPrintable(QString::number(promises)));
}

QTEST_GUILESS_MAIN(TestDocuments)
#include "tst_documents.moc"
