#include "workspace/textfilereader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using throughline::workspace::TextFileReader;

class TestTextFileReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesAreReadInOrderAndTheOthersNamed()
    {
        QTemporaryDir folder;
        QStringList paths;
        for (const QString &name : {QStringLiteral("b.txt"), QStringLiteral("none"), QStringLiteral("a.txt")})
            paths.append(folder.filePath(name));
        for (const QString &path : {paths[0], paths[2]}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Words") == 5);
        }
        QStringList told;
        TextFileReader reader;
        connect(&reader, &TextFileReader::done, this, [&](const QString &text) { told.append(text); });
        connect(
            &reader, &TextFileReader::problem, this, [&](const QString &sentence) { told.append(sentence); });
        reader.read(paths);
        QVERIFY(told.isEmpty()); // not while asked
        QTRY_COMPARE(told,
            QStringList({QStringLiteral("b.txt:\n\nWords\n"),
                QStringLiteral("There is no file %1.").arg(paths[1]), QStringLiteral("a.txt:\n\nWords\n")}));
    }
};

QTEST_GUILESS_MAIN(TestTextFileReader)
#include "tst_textfilereader.moc"
