#include "ui/window/chatpane.h"

#include "ui/appearance.h"
#include "ui/chatheader.h"
#include "ui/composer.h"
#include "ui/transcript/findbar.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/connectcard.h"
#include "ui/window/noticebar.h"

#include <QFocusEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QVBoxLayout>

namespace throughline::ui {

ChatPane::ChatPane(workspace::ModelServers &models, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_header(new ChatHeader(appearance, this))
    , m_transcript(new TranscriptView(this))
    , m_find(new FindBar(*m_transcript, appearance))
    , m_notice(new NoticeBar(appearance))
    , m_loadNotice(new NoticeBar(appearance))
    , m_notices(new QWidget(this))
    , m_models(models)
    , m_offer(new ConnectCard(models, appearance, m_notices))
    , m_composer(new Composer(appearance, this))
{
    m_notice->setObjectName(QStringLiteral("notice"));
    auto *notices = new QVBoxLayout(m_notices);
    notices->setContentsMargins(0, 0, 0, 0);
    notices->setSpacing(space::S);
    notices->addWidget(m_loadNotice);
    notices->addWidget(m_notice);
    notices->addWidget(m_offer);
    m_offer->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_transcript, 1);
    layout->addWidget(m_notices, 0);
    layout->addWidget(m_composer);

    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAnswerer({}, false);
    connect(m_header, &ChatHeader::findRequested, m_find, &FindBar::open);
    connect(m_offer, &ConnectCard::settingsRequested, this, &ChatPane::connectRequested);
    connect(&models, &workspace::ModelServers::changed, this, &ChatPane::showOffer);
    connect(&appearance, &Appearance::changed, this, &ChatPane::restyle);
    restyle();
    setConversation(nullptr, {});
}

void ChatPane::setAnswerer(const QString &model, bool isGuide)
{
    QString text = tr("Say what you want, what limits you and what you take for granted.");
    if (isGuide)
        text += u' ' + tr("The Guide answers at once and works without a model.");
    else if (!model.isEmpty())
        text += u' ' + tr("%1 answers.").arg(model);
    m_transcript->setEmptyText(tr("What are you deciding?"), text);
}

void ChatPane::restyle()
{
    m_transcript->setTheme(m_appearance.theme());
    m_transcript->setMotionEnabled(m_appearance.motionMs() > 0);
}

void ChatPane::setConversation(workspace::Conversation *conversation, const QString &draft)
{
    const bool first = conversation && !m_conversation;
    if (conversation != m_conversation)
        m_find->close();
    if (m_conversation) {
        m_conversation->disconnect(this);
        m_conversation->transcript().disconnect(this);
    }
    m_conversation = conversation;
    m_transcript->setModel(conversation ? &conversation->transcript() : nullptr);
    const QString typed = first ? m_composer->text() : QString();
    m_composer->setDraft(draft);
    if (!typed.isEmpty())
        m_composer->takeBack(typed);
    if (conversation) {
        connect(conversation, &workspace::Conversation::streamingChanged, this, &ChatPane::showReplyState);
        connect(conversation, &workspace::Conversation::queueChanged, this, &ChatPane::showReplyState);
        connect(conversation, &workspace::Conversation::loadStateChanged, this, &ChatPane::showLoadState);
        for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
            connect(&conversation->transcript(), change, this, &ChatPane::showOffer);
        connect(&conversation->transcript(), &QAbstractItemModel::modelReset, this, &ChatPane::showOffer);
    }
    showReplyState();
    showLoadState();
}

void ChatPane::showReplyState()
{
    m_composer->setSendingEnabled(m_conversation != nullptr);
    m_composer->setStreaming(m_conversation && m_conversation->isStreaming());
    m_composer->setQueued(m_conversation ? m_conversation->queuedCount() : 0);
}

void ChatPane::showLoadState()
{
    using State = workspace::Conversation::LoadState;
    const State state = m_conversation ? m_conversation->loadState() : State::Loading;
    m_transcript->setLoading(state == State::Loading);
    if (state == State::Failed) {
        const QString what = m_conversation->isEndShown()
                                 ? tr("The earlier part of this conversation could not be read. %1")
                                 : tr("This conversation could not be loaded. %1");
        m_loadNotice->show(what.arg(m_conversation->loadError()), tr("Try again"), [this] {
            if (m_conversation)
                m_conversation->load();
        });
    } else {
        m_loadNotice->show({});
    }
    showOffer();
}

void ChatPane::setSupportsModels(bool supports)
{
    m_supportsModels = supports;
    showOffer();
}

/// Once there is a model, or something has been said, it is in nobody's way.
void ChatPane::showOffer()
{
    const bool isEmpty = m_conversation &&
                         m_conversation->loadState() == workspace::Conversation::LoadState::Loaded &&
                         m_conversation->transcript().rowCount() == 0;
    m_offer->setVisible(m_supportsModels && isEmpty && m_models.servers().isEmpty());
}

/// Not by a proxy: the Tab key would find that before the header and the transcript, and pass them over.
void ChatPane::focusInEvent(QFocusEvent *event)
{
    m_composer->setFocus(event->reason());
}

void ChatPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Notices stand on the composer's edges.
    const int side = (width() - Composer::frameWidth(width())) / 2;
    m_notices->layout()->setContentsMargins(side, 0, side, space::S);
}

} // namespace throughline::ui
