#include "ui/transcript/transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace throughline;
using namespace throughline::test;
using ui::TranscriptView;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

// Asked for, by names that nothing has, to say where in the trace the messages are shown.
constexpr const char *beginMark = "/throughline-messages-begin";
constexpr const char *endMark = "/throughline-messages-end";

/// What a message may want to have opened; %1 is a folder with a file "canary" in it.
QStringList targets()
{
    return {QStringLiteral("%1/canary"), QStringLiteral("file://%1/canary"), QStringLiteral("FILE:%1/canary"),
        QStringLiteral("file://localhost%1/canary"), QStringLiteral("%1/../canary.png"),
        QStringLiteral("http://127.0.0.1:9/canary.png"), QStringLiteral("https://127.0.0.1:9/canary.svg"),
        QStringLiteral("//127.0.0.1/canary.png"), QStringLiteral("\\\\\\\\127.0.0.1\\\\share\\\\canary.png"),
        QStringLiteral("ftp://127.0.0.1/canary"), QStringLiteral("smb://127.0.0.1/canary"),
        QStringLiteral("qrc:/canary.svg"), QStringLiteral(":/canary.svg"),
        QStringLiteral("javascript:canary()"),
        QStringLiteral("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image "
                       "href='file://%1/canary'/></svg>"),
        QStringLiteral("jar:file://%1/canary!/x")};
}

/// Ways to name it; %1 is the target.
QStringList constructs()
{
    return {QStringLiteral("![picture](%1)"), QStringLiteral("![picture](<%1> \"title\")"),
        QStringLiteral("[![picture](%1)](%1)"), QStringLiteral("![picture][ref]\n\n[ref]: <%1>"),
        QStringLiteral("[words](<%1>)"), QStringLiteral("<%1>"), QStringLiteral("%1"),
        QStringLiteral("<img src=\"%1\" onerror=\"%1\">"), QStringLiteral("<iframe src='%1'></iframe>"),
        QStringLiteral(
            "<link rel=stylesheet href=\"%1\"><style>@import url(%1); p { background: url(%1) }</style>"),
        QStringLiteral(
            "<object data=\"%1\"></object><embed src=\"%1\"><video src=\"%1\" poster=\"%1\"></video>"),
        QStringLiteral("| a |\n|---|\n| ![picture](<%1>) |"), QStringLiteral("> - ![picture](<%1>)"),
        QStringLiteral("Note[^1]\n\n[^1]: ![picture](<%1>)"),
        QStringLiteral("$\\includegraphics{%1}\\input{%1}$"),
        QStringLiteral("```html\n<img src=\"%1\">\n```\n\n`![](%1)`")};
}

QStringList payloads(const QString &folder)
{
    QStringList all;
    const QStringList ways = constructs();
    const QStringList wanted = targets();
    for (const QString &construct : ways) {
        for (const QString &target : wanted)
            all.append(QString(construct).replace(
                QStringLiteral("%1"), QString(target).replace(QStringLiteral("%1"), folder)));
    }
    return all;
}

/// Everything that can be done without a click on what is named.
void lookAt(TranscriptView &view)
{
    QScrollBar &bar = *view.verticalScrollBar();
    for (int y = bar.maximum(); y >= 0; y -= view.viewport()->height() / 2) {
        bar.setValue(y);
        view.grab();
        for (int x = 20; x < view.viewport()->width(); x += 60)
            QTest::mouseMove(view.viewport(), QPoint(x, view.viewport()->height() / 3));
    }
    view.selectAll();
    view.copySelection();
    QCoreApplication::processEvents();
}

void showAll(const QStringList &texts)
{
    TranscriptView view;
    view.setTheme(ui::Theme::light());
    view.resize(900, 700);
    view.show();
    TranscriptModel model;
    // Fonts and whatever else Qt loads when it is needed first.
    model.append(reply(QStringLiteral("first"),
        QStringLiteral("# A\n\n*b* **c** `d` [e](http://f)\n\n```cpp\nint g;\n```\n\n$h^2$")));
    view.setModel(&model);
    lookAt(view);

    ::access(beginMark, F_OK);
    int number = 0;
    for (const QString &text : texts) {
        const QString id = QString::number(++number);
        model.append(said(id + u'u', text));
        model.append(reply(id, {}, RowState::Streaming));
        for (qsizetype at = 0; at < text.size(); at += 7)
            model.appendText(model.rowCount() - 1, text.mid(at, 7));
        TranscriptModel::Row whole = reply(id, text);
        whole.thoughts = text;
        whole.showsThoughts = true;
        model.update(model.rowCount() - 1, whole);
        if (number % 16 == 0) {
            lookAt(view);
            model.setRows({});
        }
    }
    lookAt(view);
    QTest::qWait(50);
    ::access(endMark, F_OK);
}

/// Opens a file and a connection, as nothing above may.
void betray(const QString &folder)
{
    ::access(beginMark, F_OK);
    QFile canary(folder + QStringLiteral("/canary"));
    [[maybe_unused]] const bool isOpen = canary.open(QIODevice::ReadOnly);
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), 9);
    socket.waitForConnected(1000);
    ::access(endMark, F_OK);
}

/// The calls between the marks that open something which is no font, locale or part of the system.
QStringList suspicious(const QByteArray &trace, bool *isWhole)
{
    static const QRegularExpression harmless(QStringLiteral(
        "\"(/usr/share/|/usr/lib|/lib|/etc/fonts|/etc/ld\\.so|/var/cache/fontconfig|/proc/self|/dev/urandom|"
        "[^\"]*/\\.cache/fontconfig|[^\"]*/\\.fonts|[^\"]*/\\.local/share/fonts)"));
    QStringList found;
    bool isInside = false;
    *isWhole = false;
    const QList<QByteArray> lines = trace.split('\n');
    for (const QByteArray &line : lines) {
        if (line.contains(beginMark)) {
            isInside = true;
        } else if (line.contains(endMark)) {
            *isWhole = isInside;
            break;
        } else if (isInside) {
            const QString call = QString::fromUtf8(line);
            const bool isNetwork =
                call.contains(QStringLiteral("socket(")) || call.contains(QStringLiteral("connect("));
            const bool isFile =
                call.contains(QStringLiteral("open")) || call.contains(QStringLiteral("exec"));
            if (call.contains(QStringLiteral("canary")) || isNetwork || (isFile && !call.contains(harmless)))
                found.append(call);
        }
    }
    return found;
}

} // namespace

/// 256 messages that name files and servers in every way that Markdown, HTML and TeX have, watched from
/// outside the process: no file is opened, no socket is made, no program started.
class TestHostileMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QProcess probe;
        probe.start(QStringLiteral("strace"), {QStringLiteral("-V")});
        if (!probe.waitForFinished() || probe.exitCode() != 0)
            QSKIP("There is no strace here.");
        QFile canary(m_folder.filePath(QStringLiteral("canary")));
        QVERIFY(canary.open(QIODevice::WriteOnly));
        canary.write("secret");
    }

    void whatIsOpenedIsSeen()
    {
        bool isWhole = false;
        const QString found = watched(QStringLiteral("--betray"), &isWhole).join(u'\n');
        QVERIFY(isWhole);
        QVERIFY2(found.contains(QStringLiteral("canary\"")), qPrintable(found));
        QVERIFY2(found.contains(QStringLiteral("connect(")), qPrintable(found));
    }

    void noMessageOpensAnything()
    {
        QVERIFY(payloads(m_folder.path()).size() >= 200);
        bool isWhole = false;
        const QStringList found = watched(QStringLiteral("--show"), &isWhole);
        QVERIFY(isWhole);
        QVERIFY2(found.isEmpty(), qPrintable(found.mid(0, 10).join(u'\n')));
    }

private:
    QStringList watched(const QString &mode, bool *isWhole)
    {
        const QString log = m_folder.filePath(mode.mid(2) + QStringLiteral(".trace"));
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("strace"),
            {QStringLiteral("-f"), QStringLiteral("-qq"), QStringLiteral("-s"), QStringLiteral("512"),
                QStringLiteral("-e"),
                QStringLiteral("trace=open,openat,openat2,creat,access,faccessat,faccessat2,socket,connect,"
                               "execve,stat,newfstatat,statx,readlink"),
                QStringLiteral("-o"), log, QCoreApplication::applicationFilePath(), mode, m_folder.path()});
        constexpr int patience = 100'000;
        if (!process.waitForFinished(patience) || process.exitCode() != 0)
            qWarning("%s", process.readAll().constData());
        QFile file(log);
        return file.open(QIODevice::ReadOnly) ? suspicious(file.readAll(), isWhole) : QStringList();
    }

    QTemporaryDir m_folder;
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--show")) {
        showAll(payloads(arguments.value(2)));
        return 0;
    }
    if (arguments.value(1) == QStringLiteral("--betray")) {
        betray(arguments.value(2));
        return 0;
    }
    TestHostileMessages test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_hostilemessages.moc"
