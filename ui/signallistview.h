#pragma once

#include "ui/signaldelegate.h"

#include <QListView>

class QMenu;

namespace throughline::ui {

class GrowingEdit;

/// The cards: selecting, acting by mouse and by key, editing in place. It changes nothing by itself; each
/// wish is a signal, and the model shows what came of it.
class SignalListView final : public QListView
{
    Q_OBJECT

public:
    SignalListView(const Appearance &appearance, QWidget *parent);

    void setModel(QAbstractItemModel *model) override;
    void setKeepsReviewHere(bool here);
    void setSupportsLinks(bool supported);
    void setHasEvidence(bool has); ///< behind a filter or not

    QString selectedId() const { return m_delegate->state.selected; }
    /// Shows \a id as selected and brings it into view; emits nothing. Empty: none.
    void showSelected(const QString &id);
    void startEditing(const QString &id);

    /// Ends editing, if a card is being edited; \a keep: with what was typed.
    void finishEditing(bool keep);

Q_SIGNALS:
    /// By the user; empty when nothing is selected any more.
    void selectedChanged(const QString &id);
    void sourceRequested(const QString &id);
    void cardRequested(const QString &id); ///< to be shown and selected, behind a filter or not
    void confirmRequested(const QString &id, bool confirmed);
    void dismissRequested(const QString &id);
    void editRequested(const QString &id, const QString &text);
    void pinRequested(const QString &id, bool pinned);
    void undoRequested();
    void settleRequested(const QString &id, const QString &otherId);
    void evidenceRequested(const QString &id, const QString &evidenceId, bool linked);
    void placeRequested(const QString &id, int place); ///< of those on the branch that is shown
    void filterRequested();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void updateGeometries() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QModelIndex indexOfId(const QString &id) const;
    QRect cardRect(const QModelIndex &index) const;
    QModelIndex cardAt(const QPoint &position) const;
    void select(const QModelIndex &index);
    void move(int rows);
    void act(CardAction action, const QString &id);
    /// What can be linked with \a id, what is linked checked.
    void fillEvidence(QMenu &menu, const QString &id);
    void openEvidence(const QString &id);
    void fillPlaces(QMenu &menu, const QString &id);
    void openPlaces(const QString &id);
    void openBelow(const QString &id, QMenu *menu);
    void placeEditor();
    void rowsChanged();
    void hover(const QPoint &position);

    const Appearance &m_appearance;
    SignalDelegate *m_delegate; ///< child
    GrowingEdit *m_editor;      ///< child of the viewport; hidden unless editing
    QString m_textBefore;
    QString m_pressedId;
    std::optional<CardAction> m_pressedAction;
    int m_selectedRow = -1;
    bool m_selectNext = false; ///< the user dismissed the selected card: the next one takes its place
};

} // namespace throughline::ui
