#include "ui/window/picturesheet.h"

#include "ui/plaintooltip.h"
#include "ui/textpaint.h"
#include "ui/window/picturedecoder.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>

namespace throughline::ui {

namespace {
/// Twice what it is shown in, for screens with that many pixels.
constexpr QSize Largest(1520, 960);
} // namespace

PictureSheet::PictureSheet(net::HttpTransport &transport, const Appearance &appearance)
    : m_appearance(appearance)
    , m_download(transport)
    , m_title(new Label(TextStyle::Title, Label::Ink::Text, appearance, this))
    , m_address(new Label(TextStyle::CodeSmall, Label::Ink::Muted, appearance, this))
    , m_said(new Label(TextStyle::Body, Label::Ink::Text, appearance, this))
    , m_load(new PushButton(PushButton::Kind::Primary, tr("Load the picture"), appearance, this))
    , m_copy(new PushButton(PushButton::Kind::Plain, tr("Copy the address"), appearance, this))
    , m_close(new PushButton(PushButton::Kind::Plain, tr("Close"), appearance, this))
{
    setAccessibleName(tr("Picture"));
    m_thread.setMaxThreadCount(1);
    wrap(*m_said);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_load);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(m_title);
    column->addWidget(m_address);
    column->addWidget(m_said);
    column->addStretch(1);
    column->addLayout(buttons);

    connect(m_load, &QAbstractButton::clicked, this, &PictureSheet::load);
    connect(m_copy, &QAbstractButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(QString::fromLatin1(m_url.toEncoded())); });
    connect(m_close, &QAbstractButton::clicked, this, &PictureSheet::closeRequested);
    connect(&m_download, &workspace::PictureDownload::finished, this, &PictureSheet::decode);
    connect(&m_download, &workspace::PictureDownload::failed, this,
        [this](const QString &sentence) { say(sentence, true); });
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

PictureSheet::~PictureSheet()
{
    m_thread.waitForDone();
}

void PictureSheet::show(const QUrl &url)
{
    clear();
    m_url = url;
    m_title->setText(tr("Picture at %1").arg(QString::fromLatin1(QUrl::toAce(url.host()))));
    // As it will be asked for, in ASCII: letters that only look like others cannot hide the host.
    const QString address = QString::fromLatin1(url.toEncoded());
    m_address->setText(address);
    m_address->setToolTip(plainToolTip(address));
    say(tr("Nothing has been loaded. If you load it, %1 learns your network address and when you looked.")
            .arg(QString::fromLatin1(QUrl::toAce(url.host()))),
        false);
}

void PictureSheet::clear()
{
    m_download.stop();
    ++m_asked;
    showState();
}

QString PictureSheet::said() const
{
    return m_said->text();
}

void PictureSheet::load()
{
    say(tr("Loading…"), false);
    m_load->setEnabled(false);
    m_download.start(m_url);
}

void PictureSheet::decode(const QByteArray &bytes)
{
    const int asked = m_asked;
    m_thread.start([this, asked, bytes] {
        const DecodedPicture decoded = decodePicture(bytes, Largest);
        QMetaObject::invokeMethod(
            this,
            [this, asked, decoded] {
                if (asked != m_asked)
                    return;
                if (decoded.image.isNull())
                    say(decoded.problem, true);
                else
                    Q_EMIT loaded(m_url, decoded.image);
            },
            Qt::QueuedConnection);
    });
}

void PictureSheet::say(const QString &text, bool isProblem)
{
    m_said->setText(text);
    m_said->setInk(isProblem ? Label::Ink::Danger : Label::Ink::Text);
    showState();
}

void PictureSheet::showState()
{
    m_load->setEnabled(!m_download.isRunning());
    update();
}

} // namespace throughline::ui
