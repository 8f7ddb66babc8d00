#include "ui/window/linksheet.h"

#include "ui/monotext.h"
#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>

namespace throughline::ui {

LinkSheet::LinkSheet(const Appearance &appearance)
    : m_appearance(appearance)
    , m_to(new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this))
    , m_address(new MonoText(MonoText::Head::Plain, tr("Address"), appearance, this))
    , m_open(new PushButton(PushButton::Kind::Primary, tr("Open"), appearance, this))
    , m_copy(new PushButton(PushButton::Kind::Plain, tr("Copy the address"), appearance, this))
    , m_cancel(new PushButton(PushButton::Kind::Plain, tr("Cancel"), appearance, this))
{
    setAccessibleName(tr("Open this link outside Throughline?"));
    auto *title = new Label(TextStyle::Title, Label::Ink::Text, appearance, this);
    title->setText(tr("Open this link outside Throughline?"));
    wrap(*m_to); // whole: who owns the address stands at the end of the host
    m_address->setFrameShape(QFrame::NoFrame);
    // Enter does not open: the keyboard begins where nothing happens.
    setFocusProxy(m_cancel);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_open);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(title);
    column->addWidget(m_to);
    column->addWidget(m_address, 1);
    column->addLayout(buttons);

    connect(m_open, &QAbstractButton::clicked, this, [this] {
        Q_EMIT closeRequested();
        Q_EMIT openRequested(m_url);
    });
    connect(m_copy, &QAbstractButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QString::fromLatin1(m_url.toEncoded()));
        Q_EMIT closeRequested();
    });
    connect(m_cancel, &QAbstractButton::clicked, this, &LinkSheet::closeRequested);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

bool LinkSheet::show(const QUrl &url)
{
    const bool isMail = url.scheme() == QLatin1StringView("mailto");
    if (!url.isValid() ||
        (!isMail && url.scheme() != QLatin1StringView("http") && url.scheme() != QLatin1StringView("https")))
        return false;
    m_url = url;
    // As it will be opened, in ASCII: letters that only look like others cannot hide the host.
    m_to->setText(
        isMail ? tr("A mail to %1").arg(QString::fromLatin1(QUrl::toPercentEncoding(url.path(), "@.,")))
               : QString::fromLatin1(QUrl::toAce(url.host())));
    m_address->setLines(QString::fromLatin1(url.toEncoded()));
    return true;
}

} // namespace throughline::ui
