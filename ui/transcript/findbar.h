#pragma once

#include "ui/controls.h"
#include "ui/searchfield.h"
#include "workspace/transcriptsearch.h"

#include <QPointer>
#include <QWidget>

namespace throughline::ui {

class TranscriptView;

/// Finds words in the conversation: a field, which of how many places is shown, and the way to the others.
/// Lies above the messages, at the trailing side; nothing that is being read moves for it.
class FindBar final : public QWidget
{
    Q_OBJECT

public:
    /// A child of \a transcript, hidden at first.
    FindBar(TranscriptView &transcript, const Appearance &appearance);

    /// With what is selected, or with the words of the last time; takes the keyboard.
    void open();
    /// What was found last stays selected, and the keyboard goes back to where it was.
    void close();
    /// Opens it where it is closed. 1: the next place; -1: the one before.
    void step(int direction);

    /// "3 of 17"
    QString state() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void restyle();
    void showState();
    void showWrapped(workspace::TranscriptSearch::Wrapped wrapped);
    bool fieldKey(const class QKeyEvent &event);

    TranscriptView &m_transcript;
    const Appearance &m_appearance;
    SearchField *m_field;
    Label *m_state;
    IconButton *m_previous;
    IconButton *m_next;
    IconButton *m_close;
    QPointer<QWidget> m_before; ///< had the keyboard
    QString m_wrapped;          ///< what is said of having gone round; until the next change
};

} // namespace throughline::ui
