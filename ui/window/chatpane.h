#pragma once

#include "workspace/conversation.h"
#include "workspace/modelservers.h"

#include <QPointer>
#include <QWidget>

namespace throughline::ui {

class Appearance;
class ChatHeader;
class Composer;
class ConnectCard;
class FindBar;
class NoticeBar;
class TranscriptView;

/// The centre: the conversation's title, its transcript, what is wrong if anything is, and the composer.
/// Shows one Conversation at a time.
class ChatPane final : public QWidget
{
    Q_OBJECT

public:
    /// \a models, for the offer to connect one, must outlive this.
    ChatPane(workspace::ModelServers &models, const Appearance &appearance, QWidget *parent = nullptr);

    /// Null: none yet. \a draft is put into the composer; what was typed before there was a conversation
    /// stays.
    void setConversation(workspace::Conversation *conversation, const QString &draft);

    ChatHeader &header() { return *m_header; }
    Composer &composer() { return *m_composer; }
    TranscriptView &transcript() { return *m_transcript; }
    FindBar &findBar() { return *m_find; }
    NoticeBar &notice() { return *m_notice; }

    /// Whether model servers matter to the server that is shown.
    void setSupportsModels(bool supports);
    /// Who answers here, for people; empty when that is not known.
    void setAnswerer(const QString &model, bool isGuide);

Q_SIGNALS:
    void connectRequested(); ///< from the offer

protected:
    void focusInEvent(QFocusEvent *event) override; ///< hands it to the composer
    void resizeEvent(QResizeEvent *event) override;

private:
    void showReplyState();
    void showLoadState();
    void showOffer();
    void restyle();

    const Appearance &m_appearance;
    ChatHeader *m_header;
    TranscriptView *m_transcript;
    FindBar *m_find;
    NoticeBar *m_notice;
    NoticeBar *m_loadNotice;
    QWidget *m_notices;
    workspace::ModelServers &m_models;
    ConnectCard *m_offer;
    bool m_supportsModels = false;
    Composer *m_composer;
    QPointer<workspace::Conversation> m_conversation;
};

} // namespace throughline::ui
