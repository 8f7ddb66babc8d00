#pragma once

#include "client/signalpoller.h"
#include "polling/clock.h"
#include "protocol/reading.h"
#include "ui/controls.h"

#include <QHash>
#include <QWidget>

class QAbstractItemModel;

namespace throughline::ui {

class ChipArea;
class PollStatusLine;
class ReadingLine;
class SignalFilter;
class SignalListView;
class StructureHeader;

/// The pane of signals: filters, grouped cards, and a status line about the next check. Shows a model with
/// the roles of workspace::SignalModel; every wish of the user is a signal.
class StructureSidebar final : public QWidget
{
    Q_OBJECT

public:
    StructureSidebar(const polling::Clock &clock, const Appearance &appearance, QWidget *parent = nullptr);

    /// Null: no conversation. The model must stay until another one is set.
    void setModel(QAbstractItemModel *model);
    /// The server cannot keep what is confirmed and pinned; cards say that this computer does.
    void setKeepsReviewHere(bool here);
    /// Two can be told not to contradict each other, and evidence be linked.
    void setSupportsLinks(bool supported);
    void setStatus(const client::PollStatus &status);
    /// What of a conversation waits to be read by a model; where \a canTell is false, nothing is said of
    /// that.
    struct ReadingAbilities
    {
        bool canTell = false;
        bool canExtractNow = false;
    };
    void setReading(const protocol::ReadingState &state, const ReadingAbilities &abilities);
    /// Of the cards: by what is in their texts.
    void openTextFilter();
    /// A sentence in the chat was clicked: its card is shown and selected, past any filter.
    void showSignal(const QString &id);

    void focusList();
    /// A card that is being edited keeps what was typed.
    void finishEditing();
    QString statusText() const;

    QSize sizeHint() const override { return {336, 600}; }
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the user; empty when no card is selected any more.
    void selectedChanged(const QString &id);
    void sourceRequested(const QString &id);
    void confirmRequested(const QString &id, bool confirmed);
    void dismissRequested(const QString &id);
    void editRequested(const QString &id, const QString &text);
    void pinRequested(const QString &id, bool pinned);
    void undoRequested();
    void checkRequested();
    void collapseRequested();
    /// The cards as a decision record: onto the clipboard, into a file.
    void recordCopyRequested();
    void recordSaveRequested();
    void mapRequested();
    void settleRequested(const QString &id, const QString &otherId);
    void evidenceRequested(const QString &id, const QString &evidenceId, bool linked);
    void placeRequested(const QString &id, int place);
    void extractRequested();
    void readingsRequested(); ///< to be shown

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void rowsChanged();
    void rebuildChips();
    void applyFilter();
    void clearFilter();
    void showEmptiness();
    void restyle();

    const Appearance &m_appearance;
    QAbstractItemModel *m_model = nullptr;
    SignalFilter *m_filter; ///< child
    StructureHeader *m_header;
    ChipArea *m_chipRow;
    Chip *m_toReview;
    QList<QPair<QString, Chip *>> m_chips; ///< by the server's type name, in the order of the groups
    SignalListView *m_list;
    Label *m_empty;
    LinkButton *m_showAll;
    ReadingLine *m_reading;
    PollStatusLine *m_status;
};

} // namespace throughline::ui
