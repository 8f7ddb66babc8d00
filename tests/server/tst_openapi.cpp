#include "net/networktransport.h"
#include "server/api/apisite.h"
#include "server/provider/guideprovider.h"
#include "server/provider/providerregistry.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;

/// docs/openapi.yaml against the server as it is installed, which tests/server/openapi.py asks for everything
/// that is in it. The routes are those that there are, so that none can be forgotten.
class TestOpenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDocumentSaysWhatTheServerDoes();

private:
    static QByteArray routes();
    /// Distributions put their packages in reach of their own Python, which need not be the first in the
    /// path.
    static QString python()
    {
        const QString own = QStringLiteral("/usr/bin/python3");
        return QFile::exists(own) ? own : QStringLiteral("python3");
    }
};

QByteArray TestOpenApi::routes()
{
    tests::ApiSite site;
    net::NetworkTransport transport;
    server::provider::ProviderRegistry registry(
        std::make_unique<server::provider::GuideProvider>(0), transport, site.clock);
    const server::api::Api api(server::api::Api::Services{
        site.chat, site.generation, site.signalService, QStringLiteral("Guide"), &registry});
    QByteArray lines;
    for (const auto &[method, pattern] : api.routes())
        lines +=
            (method + u' ' + (pattern.startsWith(u'/') ? pattern : QStringLiteral("/api/") + pattern) + u'\n')
                .toUtf8();
    return lines;
}

void TestOpenApi::theDocumentSaysWhatTheServerDoes()
{
    const QTemporaryDir folder;
    QFile list(folder.filePath(QStringLiteral("routes")));
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write(routes());
    list.close();

    QProcess server;
    server.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline-server"),
        {QStringLiteral("--data-dir"), folder.filePath(QStringLiteral("data")),
            QStringLiteral("--guide-pace"), QStringLiteral("0")});
    QString line;
    while (line.isEmpty() && server.waitForReadyRead(30'000))
        line = QString::fromUtf8(server.readLine()).trimmed();
    static const QRegularExpression said(
        QStringLiteral("^Listening on http://127\\.0\\.0\\.1:(\\d+)/ with the token in (.+)$"));
    const QRegularExpressionMatch match = said.match(line);
    QVERIFY2(match.hasMatch(), qPrintable(line));
    QFile token(match.captured(2));
    QVERIFY(token.open(QIODevice::ReadOnly));

    QProcess check;
    check.setProcessChannelMode(QProcess::MergedChannels);
    check.start(python(), {QStringLiteral(THROUGHLINE_SOURCE_DIR "/tests/server/openapi.py"),
                              QStringLiteral(THROUGHLINE_SOURCE_DIR "/docs/openapi.yaml"), list.fileName(),
                              match.captured(1), QString::fromUtf8(token.readAll().trimmed())});
    QVERIFY(check.waitForFinished(180'000));
    const QByteArray problems = check.readAll();
    server.kill();
    server.waitForFinished();
    if (check.exitCode() == 77)
        QSKIP(problems.constData());
    QVERIFY2(check.exitCode() == 0, problems.constData());
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "tst_openapi.moc"
