#include "app/application.h"
#include "client/fakesecretstore.h"
#include "e2e/driver.h"
#include "e2e/troubledway.h"
#include "net/certificates.h"
#include "support/scriptedserver.h"
#include "ui/transcript/transcriptview.h"

#include <QSignalSpy>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace throughline;
using namespace throughline::test;
using namespace std::chrono_literals;
using ui::RowAction;
using workspace::RowState;

namespace {

const QByteArray chat = "/v1/chat/completions";
const QString question = QStringLiteral("What is it?");
const QString second = QStringLiteral("And twice that?");
const QString whole = QStringLiteral("Forty-two.");
const QString draft = QStringLiteral("half a thought");

/// Whoever asks for its address has gone past the proxy: this host exists nowhere.
const QString faraway = QStringLiteral("models.invalid");

QByteArray piece(const QByteArray &text)
{
    return "data: {\"choices\": [{\"delta\": {\"content\": \"" + text + "\"}}]}\n\n";
}

Script beginning()
{
    return Script().streamHead().chunk(piece("Forty-"));
}

} // namespace

/// A model server that falls silent, and trouble on the way to it, seen from the window: what came stays, a
/// sentence says what to do, and when that is done it goes on where it was.
class ModelTroubleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_program.reset(); }
    void aReplyThatFallsSilentIsGivenUpAndGoneOnWith_data();
    void aReplyThatFallsSilentIsGivenUpAndGoneOnWith();
    void aProxyInTheWayIsSaidAndNothingIsLost_data();
    void aProxyInTheWayIsSaidAndNothingIsLost();
    void aCertificateThatNobodyVouchesForStopsEverything();
    void aServersOwnCertificateIsTrustedOnceItIsAdded();

private:
    bool start(const QUrl &address);
    qsizetype asked() const;
    bool hasEnded(const QList<RowState> &states);
    bool hasFailed() { return hasEnded({RowState::Failed, RowState::Interrupted}); }
    bool isWhole() { return hasEnded({RowState::Settled}); }
    bool perform(RowAction action);
    /// Trusts whoever the certificate in \a file vouches for.
    bool trust(const QString &file);
    void isAFailureWith(const QString &said, const QString &kept);
    void comesThrough(
        const std::function<void()> &begin, const std::function<void()> &end, const QString &said);

    std::unique_ptr<Certificates> m_certificates;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedServer> m_site;
    FakeSecretStore m_secrets;
    std::unique_ptr<app::Application> m_program;
    std::unique_ptr<Driver> m_user;
};

void ModelTroubleTest::initTestCase()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("This Qt has no TLS.");
    if (!Certificates::missing().isEmpty())
        QSKIP("There is no openssl here.");
    m_certificates = std::make_unique<Certificates>();
    QVERIFY2(m_certificates->isMade(), m_certificates->problem().constData());
}

void ModelTroubleTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_site = std::make_unique<ScriptedServer>();
    // Over a proxy the whole address is asked for.
    for (const QByteArray &host : {QByteArray(), "http://" + faraway.toLatin1()}) {
        m_site->always("GET", host + "/v1/models", Script().json(200, R"({"data": [{"id": "tiny"}]})"));
        m_site->always("POST", host + chat, [](const ServedRequest &request) {
            const bool goesOn = request.body.contains("exactly where you stopped");
            return Script()
                .streamHead()
                .chunk(piece(goesOn ? "two." : "Forty-two."))
                .chunk("data: [DONE]\n\n")
                .lastChunk();
        });
    }
}

/// The program, connected to the model server at \a address.
bool ModelTroubleTest::start(const QUrl &address)
{
    m_program = std::make_unique<app::Application>(
        *qApp, app::Application::Options{.dataDir = m_folder->path(),
                   .guidePace = 0,
                   .secrets = &m_secrets,
                   .modelPlaces = {},
                   .modelPatience = server::provider::Patience{.silence = 4s, .withoutWords = 6s}});
    m_program->window().resize(1280, 800);
    m_program->start();
    m_user = std::make_unique<Driver>(m_program->window(), m_program->workspace());
    QSignalSpy applied(&m_program->modelServers(), &workspace::ModelServers::applied);
    m_program->modelServers().add(
        {.id = {}, .name = QStringLiteral("Site"), .address = address, .model = QStringLiteral("tiny")},
        "sk-very-secret-0123456789");
    return m_user->waitForConversation() && QTest::qWaitFor([&] { return applied.size() > 0; });
}

/// How often a model was asked to answer, whichever way that came.
qsizetype ModelTroubleTest::asked() const
{
    return m_site->requests("POST", chat).size() +
           m_site->requests("POST", "http://" + faraway.toLatin1() + chat).size();
}

bool ModelTroubleTest::hasEnded(const QList<RowState> &states)
{
    return QTest::qWaitFor(
        [&] {
            return m_user->rows().rowCount() >= 2 && !m_user->conversation().isStreaming() &&
                   m_user->lastRow().message.role == protocol::Role::Assistant &&
                   states.contains(m_user->lastRow().state);
        },
        30'000);
}

/// As by the button at the last message.
bool ModelTroubleTest::perform(RowAction action)
{
    return m_program->window().findChild<ui::TranscriptView *>()->perform(
        action, m_user->rows().rowCount() - 1);
}

bool ModelTroubleTest::trust(const QString &file)
{
    QSignalSpy added(&m_program->network(), &workspace::NetworkSettings::authoritiesAdded);
    m_program->network().addAuthorities(file);
    return added.wait(20'000) && added.first().first().toString().isEmpty() &&
           QTest::qWaitFor([this] { return m_program->network().isReady(); }, 20'000);
}

void ModelTroubleTest::isAFailureWith(const QString &said, const QString &kept)
{
    const workspace::TranscriptModel::Row row = m_user->lastRow();
    QVERIFY2(row.notice.contains(said), qPrintable(row.notice));
    QCOMPARE(row.message.content, kept);
    QVERIFY(row.canRetry);
    QCOMPARE(row.canContinue, !kept.isEmpty());
    const ui::TranscriptLayout &layout =
        m_program->window().findChild<ui::TranscriptView *>()->transcriptLayout();
    const ui::MessageItem *item = layout.item(m_user->rows().rowCount() - 1);
    QVERIFY(item);
    QTRY_VERIFY(!item->notice().rect().isEmpty());
}

/// A reply that is cut off, gone on with during the trouble and after it; then another question the same way.
void ModelTroubleTest::comesThrough(
    const std::function<void()> &begin, const std::function<void()> &end, const QString &said)
{
    m_site->once("POST", chat, beginning().reset());
    m_site->once("POST", "http://" + faraway.toLatin1() + chat, beginning().reset());
    m_user->send(question);
    m_user->type(draft);
    QVERIFY(hasFailed());
    QCOMPARE(m_user->lastRow().message.content, QStringLiteral("Forty-"));

    begin();
    const qsizetype before = asked();
    QVERIFY(perform(RowAction::Continue));
    const auto isSaid = [&] { return m_user->lastRow().notice.contains(said); };
    QVERIFY2(QTest::qWaitFor(isSaid, 20'000), qPrintable(m_user->lastRow().notice));
    QVERIFY(hasFailed());
    isAFailureWith(said, QStringLiteral("Forty-"));
    if (QTest::currentTestFailed())
        return;
    end();
    QVERIFY(perform(RowAction::Continue));
    QVERIFY(isWhole());
    QCOMPARE(m_user->texts(), (QStringList{question, whole}));
    QCOMPARE(asked(), before + 1);

    begin();
    m_user->editor().clear();
    m_user->send(second);
    m_user->type(draft);
    QVERIFY(hasFailed());
    isAFailureWith(said, {});
    if (QTest::currentTestFailed())
        return;
    end();
    QVERIFY(perform(RowAction::Retry));
    QVERIFY(isWhole());
    QCOMPARE(m_user->texts(), (QStringList{question, whole, second, whole}));
    QCOMPARE(m_user->editor().toPlainText(), draft);
}

void ModelTroubleTest::aReplyThatFallsSilentIsGivenUpAndGoneOnWith_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("said");
    QTest::addColumn<RowAction>("action");
    const Script silent = beginning().stall();
    const Script alive = beginning().endless("8\r\n: here\n\n\r\n", 50ms);
    const QString nothing = QStringLiteral("Nothing came from Site for 4 s. Try again.");
    const QString noWords =
        QStringLiteral("Site is connected, but said nothing for 6 s. Try again, or restart it.");
    QTest::newRow("silence, continued") << silent << nothing << RowAction::Continue;
    QTest::newRow("silence, asked again") << silent << nothing << RowAction::Retry;
    QTest::newRow("signs of life only, continued") << alive << noWords << RowAction::Continue;
}

void ModelTroubleTest::aReplyThatFallsSilentIsGivenUpAndGoneOnWith()
{
    QFETCH(Script, script);
    QFETCH(QString, said);
    QFETCH(RowAction, action);
    m_site->once("POST", chat, script);
    QVERIFY(start(m_site->url(QStringLiteral("/v1"))));
    m_user->send(question);
    QVERIFY(m_user->waitForPartOfReply(6));
    m_user->type(draft);
    QVERIFY(hasFailed());
    isAFailureWith(said, QStringLiteral("Forty-"));
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_site->requests("POST", chat).size(), 1);
    QVERIFY(perform(action));
    QVERIFY(isWhole());
    QCOMPARE(m_user->texts(), (QStringList{question, whole}));
    QCOMPARE(m_site->requests("POST", chat).size(), 2);
    QCOMPARE(m_user->editor().toPlainText(), draft);
}

void ModelTroubleTest::aProxyInTheWayIsSaidAndNothingIsLost_data()
{
    using Mood = TroubledProxy::Mood;
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<Mood>("mood");
    QTest::addColumn<QString>("said");
    const QString gone = QStringLiteral("The proxy on the way to the server does not answer.");
    const QString asks = QStringLiteral("asks for a user name and a password. Check them in the settings.");
    QTest::newRow("not there") << QStringLiteral("http") << Mood::Works << gone;
    // Qt does not always tell a tunnel that leads nowhere from a proxy that is not there.
    QTest::newRow("not there, TLS") << QStringLiteral("https") << Mood::Works
                                    << QStringLiteral("The proxy on the way to the server");
    QTest::newRow("asks who this is") << QStringLiteral("http") << Mood::AsksForPassword << asks;
    QTest::newRow("asks who this is, TLS") << QStringLiteral("https") << Mood::AsksForPassword << asks;
    // To a plain request it answers in the server's place.
    QTest::newRow("finds no way") << QStringLiteral("http") << Mood::Refuses << QStringLiteral("502");
    QTest::newRow("finds no way, TLS")
        << QStringLiteral("https") << Mood::Refuses
        << QStringLiteral("The proxy on the way to the server could not or would not reach it.");
}

void ModelTroubleTest::aProxyInTheWayIsSaidAndNothingIsLost()
{
    QFETCH(QString, scheme);
    QFETCH(TroubledProxy::Mood, mood);
    QFETCH(QString, said);
    TlsFront front(m_site->port());
    front.setSslConfiguration(m_certificates->server("DNS:" + faraway.toLatin1()));
    QVERIFY2(m_certificates->isMade(), m_certificates->problem().constData());
    TroubledProxy proxy(m_site->port(), front.serverPort());
    const quint16 port = proxy.serverPort();
    QVERIFY(start(QUrl(QStringLiteral("%1://%2/v1").arg(scheme, faraway))));
    QVERIFY(trust(m_certificates->authorityFile()));
    workspace::ProxyChoice choice{.kind = workspace::ProxyChoice::Kind::Http,
        .host = QStringLiteral("127.0.0.1"),
        .port = port,
        .user = {}};
    m_program->network().setProxy(choice);
    comesThrough(
        [&] {
            proxy.set(mood);
            if (mood == TroubledProxy::Mood::Works)
                proxy.leave();
            choice.user.clear();
            m_program->network().setProxy(choice, QByteArray());
        },
        [&] {
            if (mood == TroubledProxy::Mood::AsksForPassword) {
                choice.user = QStringLiteral("ada");
                m_program->network().setProxy(choice, "pw");
            } else {
                proxy.set(TroubledProxy::Mood::Works);
                QVERIFY(proxy.isListening() || proxy.listen(QHostAddress::LocalHost, port));
            }
        },
        said);
}

void ModelTroubleTest::aCertificateThatNobodyVouchesForStopsEverything()
{
    TlsFront front(m_site->port());
    const QSslConfiguration good = m_certificates->server("IP:127.0.0.1");
    const QSslConfiguration bad = m_certificates->selfSigned("IP:127.0.0.1");
    QVERIFY2(m_certificates->isMade(), m_certificates->problem().constData());
    front.setSslConfiguration(good);
    QVERIFY(start(QUrl(QStringLiteral("https://127.0.0.1:%1/v1").arg(front.serverPort()))));
    QVERIFY(trust(m_certificates->authorityFile()));
    int accepted = 0;
    qsizetype served = 0;
    comesThrough(
        [&] {
            // Also not on a connection that is still open from before.
            m_program->network().setProxy({.kind = workspace::ProxyChoice::Kind::None});
            m_program->network().setProxy({.kind = workspace::ProxyChoice::Kind::System});
            front.setSslConfiguration(bad);
            accepted = front.accepted;
            served = m_site->requests().size();
        },
        [&] {
            // Not one byte of a request has gone to whoever that was.
            QCOMPARE(front.accepted, accepted);
            QCOMPARE(m_site->requests().size(), served);
            front.setSslConfiguration(good);
        },
        QStringLiteral("add it as a certificate authority in the settings"));
}

void ModelTroubleTest::aServersOwnCertificateIsTrustedOnceItIsAdded()
{
    TlsFront front(m_site->port());
    front.setSslConfiguration(m_certificates->selfSigned("IP:127.0.0.1"));
    QVERIFY2(m_certificates->isMade(), m_certificates->problem().constData());
    QVERIFY(start(QUrl(QStringLiteral("https://127.0.0.1:%1/v1").arg(front.serverPort()))));
    m_user->send(question);
    QVERIFY(hasFailed());
    isAFailureWith(QStringLiteral("(self-signed)"), {});
    QCOMPARE(front.accepted, 0);
    QVERIFY(m_site->requests().isEmpty());
    QVERIFY(trust(m_certificates->selfSignedFile()));
    QVERIFY(perform(RowAction::Retry));
    QVERIFY(isWhole());
    QCOMPARE(m_user->texts(), (QStringList{question, whole}));
    QVERIFY(front.accepted > 0);
}

QTEST_MAIN(ModelTroubleTest)
#include "tst_modeltrouble.moc"
