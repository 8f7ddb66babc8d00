#pragma once

#include "ui/controls.h"

#include <QStringList>
#include <QWidget>

class QBoxLayout;

namespace throughline::ui {

class GrowingEdit;
class ModelButton;

/// Where messages are typed. It sends nothing itself: sendRequested() hands the text over and empties the
/// field. The text survives everything else; each change is reported so that the owner can keep a draft.
///
/// A message that was sent can be edited here, or another one be written in its place: a strip above the text
/// says so, and what was being written before is kept and comes back when the editing ends.
class Composer final : public QWidget
{
    Q_OBJECT

public:
    Composer(const Appearance &appearance, QWidget *parent = nullptr);
    ~Composer() override;

    QString text() const; ///< what is in the field, whichever of the two it is
    /// Shows a draft; does not emit draftChanged(). Ends editing.
    void setDraft(const QString &text);
    /// Puts \a text below what is in the field. One step for undo.
    void add(const QString &text);
    /// Puts a message taken back from the queue before what has been typed since.
    void takeBack(const QString &text);

    /// What is written instead of the next message.
    enum class Editing {
        Sent,  ///< a message that was sent, to be changed
        Branch ///< another message in the place of one that was sent
    };
    /// Shows \a text for it. Emits nothing.
    void startEditing(const QString &text, Editing what = Editing::Sent);
    /// Shows what was being written before. Emits nothing.
    void endEditing();
    bool isEditing() const { return m_editing; }

    /// The model that answers; empty hides the button. Where there is none to choose it only says so.
    void setModelName(const QString &name, bool isChoosable);
    QWidget *modelButton() const; ///< what the picker stands above
    /// Stop takes the place of Send; sending still works and queues.
    void setStreaming(bool streaming);
    /// How many messages wait for the reply to finish; 0 hides the line.
    void setQueued(int count);
    /// Without a conversation there is nothing to send to. Typing goes on working.
    void setSendingEnabled(bool enabled);
    void setSendsOnEnter(bool sends);

    void focusEditor();
    /// Where the frame begins and ends, so that the messages above can line up with it.
    static int frameWidth(int available);

Q_SIGNALS:
    void sendRequested(const QString &text);
    void stopRequested();
    void draftChanged(const QString &text);
    void cancelQueuedRequested();
    /// Up in the empty field.
    void editLastRequested();
    void editChanged(const QString &text);
    /// The owner decides whether it can be sent, and calls endEditing() then.
    void editSubmitted(const QString &text);
    void editCancelled();
    void modelRequested();
    void fileRequested(); ///< to be chosen and put into the message
    void filesDropped(const QStringList &paths);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addEditRow(QBoxLayout *column);
    void send();
    void showState();

    const Appearance &m_appearance;
    QWidget *m_frame;
    QWidget *m_editRow;
    Label *m_editText;
    QWidget *m_queueRow;
    Label *m_queueText;
    LinkButton *m_queueCancel;
    GrowingEdit *m_edit;
    IconButton *m_attach;
    ModelButton *m_model;
    PushButton *m_button;
    QString m_draft; ///< what was being written, while a message is edited
    bool m_editing = false;
    Editing m_edits = Editing::Sent;
    bool m_streaming = false;
    bool m_enabled = true;
    bool m_keyboardFocus = false;
};

} // namespace throughline::ui
