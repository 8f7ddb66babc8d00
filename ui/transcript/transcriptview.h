#pragma once

#include "polling/clock.h"
#include "ui/transcript/frameclock.h"
#include "ui/transcript/latestpill.h"
#include "ui/transcript/messagelines.h"
#include "ui/transcript/transcriptlayout.h"
#include "ui/transcript/transcriptpainter.h"
#include "ui/transcript/transcriptselection.h"
#include "workspace/transcriptsearch.h"

#include <QAbstractScrollArea>
#include <QPointer>
#include <QUrl>

#include <memory>

class QMimeData;

namespace throughline::ui {

/// The open conversation: the user's messages as typed, replies as Markdown, growing while they stream.
///
/// It lays out only what is on screen, at most once in 16 ms, and never moves what the reader looks at unless
/// the reader is at the end. Nothing a message names is opened or fetched; a click on an http, https or
/// mailto link is reported and nothing else. It owns no data: the model must outlive it or be taken away with
/// setModel(nullptr).
class TranscriptView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TranscriptView(QWidget *parent = nullptr);
    ~TranscriptView() override;

    void setModel(workspace::TranscriptModel *model);
    workspace::TranscriptModel *model() const { return m_model; }
    void setTheme(const Theme &theme);

    /// By which it is told for how long a model has been thinking; must outlive this. Without one it is not.
    void setClock(const polling::Clock *clock);

    /// Shown when there is no message.
    void setEmptyText(const QString &title, const QString &text);
    /// Rows are being fetched. While there are none: a skeleton after 150 ms, never a flash; above those that
    /// are there a line that says so.
    void setLoading(bool loading);
    /// False for reduced motion and for screenshots: the caret stands still.
    void setMotionEnabled(bool enabled);
    /// False for screenshots.
    void setCaretEnabled(bool enabled);

    /// Scrolls to and tints the exact words of a user message (UTF-16 units of its content). False when there
    /// is no such message or range.
    bool showSpan(const QString &messageId, int start, int end, const QColor &color);
    void clearSpan();
    void setSpanMarks(const QList<SpanMark> &marks);
    /// A line stands above this message, which came while nobody looked; empty: none does.
    void setFirstNew(const QString &messageId);
    /// Marks the message that is being edited; empty: none.
    void setEditedMessage(const QString &messageId);
    QString editedMessage() const { return m_state.editedId; }

    /// Looks for \a words in all messages and goes to the first place after what is being read; empty ends
    /// it. Every place on screen is marked.
    void find(const QString &words);
    void findStep(int direction); ///< 1: the next place; -1: the one before
    const workspace::TranscriptSearch &search() const { return m_search; }
    /// What is selected, where it is short enough to be looked for.
    QString wordsToFind() const;
    /// What was found last is selected: for when the search ends there.
    void selectFound();

    /// Keeps so many pixels at the top free for what lies there, without moving what is read, unless that is
    /// the start.
    void setTopRoom(int pixels);

    /// Shows it in its place, until another conversation is shown; its placeholder takes it away again.
    void showPicture(const QUrl &url, const QImage &image);

    /// Whether code breaks its long lines.
    void setCodeWrapped(bool wraps);

    bool isFollowing() const { return m_layout.isFollowing(); }
    void scrollToLatest();

    bool hasSelection() const { return !m_selection.isEmpty(); }
    const TranscriptSelection &selection() const { return m_selection; }
    void select(int row, const TextPlace &from, const TextPlace &to);
    /// Scrolls no further than needed to show a place in a message, and lays out what it is in.
    void showPlace(int row, const TextPlace &place);
    QString selectedText() const;
    /// Whole blocks as they were written, parts of blocks as what they show.
    QString selectedMarkdown() const;
    void copySelection() const;
    void selectAll();

    /// For tests and accessibility: where things are, in viewport coordinates.
    const TranscriptLayout &transcriptLayout() const { return m_layout; }
    QRect rowRect(int row) const;
    int columnLeft() const;
    const QAbstractButton &latestPill() const { return m_pill; }
    int currentRow() const { return m_state.currentRow; }
    bool hasKeyboard() const { return hasFocus() && m_keyboardFocus; } ///< and shows where it is
    void setCurrentRow(int row); ///< moves the keyboard there and makes it visible
    /// False when it cannot be done to that message now.
    bool perform(RowAction action, int row);

Q_SIGNALS:
    void linkActivated(const QUrl &url);
    void imageRequested(
        const QUrl &url); ///< its placeholder was clicked: show the address, then perhaps load it
    /// The pointer is over a link: its target as written; empty when it no longer is.
    void linkHovered(const QString &target);
    void signalActivated(const QString &signalId);
    void codeWrapChosen(bool wraps); ///< by the person, at one of the code blocks
    void zoomRequested(int steps);   ///< by the wheel; above 0: larger
    // Asked for by a button, a key, the menu or assistive technology; only where the model allows it.
    void retryRequested(int row);
    void continueRequested(int row);
    void takeBackRequested(int row);
    void editRequested(int row);
    void regenerateRequested(int row);
    void branchRequested(int row);            ///< another way to go on after this reply
    void siblingRequested(int row, int step); ///< -1: the version before, 1: the one after
    void followingChanged(bool following);
    void placeChosen(); ///< by the person, who scrolls, looks for words or moves the keyboard
    void findChanged(); ///< what search() says
    void findWrapped(throughline::workspace::TranscriptSearch::Wrapped wrapped);
    /// Once for each reply, and announced to assistive technology; single tokens never are.
    void replyStarted(int row);
    void replyFinished(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    // The model: transcriptviewmodel.cpp
    void connectModel();
    void onRowsInserted(int first, int last);
    void onRowsRemoved(int first, int last);
    void onRowsChanged(int first, int last);
    void onOffersChanged(int first, int last);
    void noteReplyStates(int first, int last);

    // Frames: transcriptview.cpp
    void onFrame();
    void sync(); ///< layout, scroll bar, pill and hover in step with the model
    void showDifference(const TranscriptLayout::Difference &difference);
    void applyGeometry();
    void updateScrollBar();
    void updatePill();
    void scheduleNext();
    QRect caretArea(const TranscriptLayout::VisibleRow &row) const; ///< empty when it has none
    bool blinks() const;
    bool isGrowingVisible() const;
    static QString restText(); ///< stands above what is there already

    // Pointer and keyboard: transcriptviewinput.cpp
    TranscriptHit hitAt(const QPoint &viewportPoint) const;
    void updateHover(const QPoint &viewportPoint);
    void setHover(const TranscriptHit &hit, int row);
    void activate(const TranscriptHit &hit);
    void extendSelection(const QPoint &viewportPoint);
    void dragScroll();
    void requestImage(const TranscriptHit &hit);
    void switchCodeWrap(int row, int part);

    // What is done to a message: transcriptviewactions.cpp
    bool performByKey(const QKeyEvent &event);
    void awaitSibling(int row, bool keepsPlace);
    void settleSibling();
    void stopAwaiting();
    void thaw();
    void addRowActions(class QMenu *menu, int row);

    // Looking for words: transcriptviewfind.cpp
    void connectSearch();
    void searchOn();
    void updateFound();
    void showFound();

    // What a model thought: transcriptviewthoughts.cpp
    void toggleThoughts(int row);
    QRect thinkingArea(const TranscriptLayout::VisibleRow &row) const; ///< where seconds are counted
    void scheduleThinking();
    void updateThinking(qint64 now);

    // Selection, clipboard, menu: transcriptviewclipboard.cpp
    void selectAround(const TranscriptHit &hit, QTextCursor::SelectionType type);
    bool isSelected(const TranscriptHit &hit) const;
    QString selected(QString (MessageItem::*form)(const TextPlace &, const TextPlace &) const,
        const QString &between) const;
    std::unique_ptr<QMimeData> selectedData() const;
    void dragSelection();
    void copyText(const QString &text) const;
    void copyMessage(int row);
    void copyThoughts(int row);
    void showCopied(int row, int part);
    void addMenuActions(QMenu *menu, const TranscriptHit &hit);
    void addTextActions(QMenu *menu, const TranscriptHit &hit);

    /// Another version was asked for: until it is there, what has to stay where it is.
    struct AwaitedSibling
    {
        int row = -1;
        QString id;                ///< of the version that is to go
        std::optional<int> stripY; ///< in the viewport; none: nothing to hold on to
        bool hasKeyboard = false;
        bool isGone = false; ///< the version that was shown; what stands there from now on is the answer
    };

    QPointer<workspace::TranscriptModel> m_model;
    TranscriptLayout m_layout;
    TranscriptSelection m_selection;
    TranscriptPaintState m_state;
    MessageLines m_lines;
    workspace::TranscriptSearch m_search{[this](const workspace::TranscriptModel::Row &row,
                                             const QString &words) { return m_lines.of(row, words); }};
    FrameClock m_clock;
    LatestPill m_pill;
    QList<QPersistentModelIndex> m_growing; ///< replies that were reported as started
    QString m_emptyTitle;
    QString m_emptyText;
    AwaitedSibling m_awaited;
    qint64 m_frozenUntil = 0; ///< 0: it paints
    TranscriptHit m_pressed;
    QPoint m_pressPoint;
    QPoint m_dragPoint;
    std::optional<QPoint> m_pointer; ///< where it is over the messages
    const polling::Clock *m_time = nullptr;
    qint64 m_thinkingDue = 0; ///< when the next second is shown; 0: nothing is counted
    qint64 m_caretDue = 0;
    QRegion m_paintedCarets; ///< where carets are in the pixels on screen
    qint64 m_copiedUntil = 0;
    qint64 m_skeletonDue = 0;
    qint64 m_tripleClickUntil = -1;
    int m_zoomRest = 0; ///< of the wheel, less than a step
    bool m_selecting = false;
    bool m_mayDrag = false; ///< the button is down on what is selected
    bool m_dragged = false;
    bool m_loading = false;
    bool m_skeletonShown = false;
    bool m_motion = true;
    bool m_caretEnabled = true;
    bool m_keyboardFocus = false;
    bool m_syncing = false;
    bool m_wasFollowing = true;
};

} // namespace throughline::ui
