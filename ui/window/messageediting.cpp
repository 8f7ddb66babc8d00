#include "ui/window/messageediting.h"

#include "ui/composer.h"
#include "ui/transcript/transcriptview.h"

namespace throughline::ui {

using workspace::Conversation;
using workspace::TranscriptModel;

namespace {

const QString branchMark = QStringLiteral(" branch");

QString pack(const QString &what, const QString &text)
{
    return what + u'\n' + text;
}

} // namespace

MessageEditing::MessageEditing(
    Composer &composer, TranscriptView &transcript, workspace::Drafts &drafts, QObject *parent)
    : QObject(parent)
    , m_composer(composer)
    , m_transcript(transcript)
    , m_drafts(drafts)
{
    connect(&transcript, &TranscriptView::editRequested, this, &MessageEditing::start);
    connect(&transcript, &TranscriptView::branchRequested, this, &MessageEditing::branch);
    connect(&composer, &Composer::editLastRequested, this, &MessageEditing::startLast);
    connect(&composer, &Composer::editChanged, this, &MessageEditing::keep);
    connect(&composer, &Composer::editSubmitted, this, &MessageEditing::submit);
    connect(&composer, &Composer::editCancelled, this, &MessageEditing::cancel);
}

bool MessageEditing::isBranch() const
{
    return m_what.endsWith(branchMark);
}

int MessageEditing::row() const
{
    const QString id = isBranch() ? m_what.chopped(branchMark.size()) : m_what;
    return m_conversation ? m_conversation->transcript().indexOfId(id) : -1;
}

bool MessageEditing::canEdit(int row) const
{
    return m_conversation && row >= 0 && row < m_conversation->transcript().rowCount() &&
           m_conversation->transcript().row(row).canEdit;
}

void MessageEditing::setConversation(Conversation *conversation)
{
    m_conversation = conversation;
    m_what.clear();
    m_transcript.setEditedMessage({});
    if (!conversation)
        return;
    const QString kept = m_drafts.draft(workspace::Drafts::editKey(conversation->threadId()));
    const qsizetype end = kept.indexOf(u'\n');
    if (end > 0)
        show(kept.first(end), kept.sliced(end + 1));
}

void MessageEditing::start(int row)
{
    if (!canEdit(row))
        return;
    const protocol::Message message = m_conversation->transcript().row(row).message;
    replace(message.id, message.content);
}

void MessageEditing::branch(int row)
{
    if (!m_conversation)
        return;
    // The server puts a message beside another one: below the same reply.
    const TranscriptModel &model = m_conversation->transcript();
    const int next = row + 1;
    if (next < model.rowCount() && canEdit(next)) {
        replace(model.facts(next).message.id + branchMark, {});
        return;
    }
    if (!m_what.isEmpty())
        cancel();
    m_composer.focusEditor();
}

void MessageEditing::replace(const QString &what, const QString &text)
{
    m_fromTranscript = m_transcript.hasKeyboard();
    if (what != m_what) {
        if (!m_what.isEmpty())
            cancel();
        show(what, text);
        keep(text);
    }
    m_composer.focusEditor();
}

void MessageEditing::startLast()
{
    if (!m_conversation)
        return;
    const TranscriptModel &model = m_conversation->transcript();
    for (int row = model.rowCount() - 1; row >= 0; --row) {
        if (model.facts(row).message.role == protocol::Role::User) {
            if (!m_transcript.perform(RowAction::TakeBack, row))
                start(row);
            return;
        }
    }
}

void MessageEditing::restore(const QString &threadId, const QString &what, const QString &text)
{
    const bool isShown = m_conversation && m_conversation->threadId() == threadId;
    const QString key = workspace::Drafts::editKey(threadId);
    // What has been begun meanwhile is not lost for it.
    if (isShown && !m_what.isEmpty() && what != m_what)
        cancel();
    if (!isShown && !m_drafts.draft(key).isEmpty()) {
        const QString draft = m_drafts.draft(threadId);
        m_drafts.set(threadId, draft.isEmpty() ? text : text + QStringLiteral("\n\n") + draft);
        Q_EMIT problem(
            tr("Another message is being changed there. What you had changed is back where you write."));
        return;
    }
    m_drafts.set(key, pack(what, text));
    if (isShown) {
        show(what, text);
        m_composer.focusEditor();
    }
}

void MessageEditing::show(const QString &what, const QString &text)
{
    m_what = what;
    m_transcript.setEditedMessage(isBranch() ? QString() : what);
    m_composer.startEditing(text, isBranch() ? Composer::Editing::Branch : Composer::Editing::Sent);
}

void MessageEditing::keep(const QString &text)
{
    if (m_conversation)
        m_drafts.set(workspace::Drafts::editKey(m_conversation->threadId()), pack(m_what, text));
}

void MessageEditing::submit(const QString &text)
{
    const int at = row();
    if (!canEdit(at) || (isBranch() && !m_conversation->canBranch())) {
        Q_EMIT problem(tr("This message cannot be sent again just now. What you changed is kept."));
        return;
    }
    const QString before = m_conversation->outbox();
    m_conversation->editAndResend(at, text);
    if (m_conversation->outbox() == before)
        return; // refused, and the conversation has said why
    m_transcript.scrollToLatest();
    end();
    m_composer.focusEditor();
}

void MessageEditing::cancel()
{
    if (!m_conversation)
        return;
    const QString text = m_composer.text();
    const QString what = m_what;
    const int at = row();
    const bool changed = at < 0 || isBranch() || m_conversation->transcript().row(at).message.content != text;
    end();
    if (m_fromTranscript)
        m_transcript.setFocus(Qt::ShortcutFocusReason);
    if (changed && !text.trimmed().isEmpty())
        Q_EMIT discarded(m_conversation->threadId(), what, text);
}

void MessageEditing::end()
{
    m_drafts.set(workspace::Drafts::editKey(m_conversation->threadId()), {});
    m_what.clear();
    m_transcript.setEditedMessage({});
    m_composer.endEditing();
}

} // namespace throughline::ui
