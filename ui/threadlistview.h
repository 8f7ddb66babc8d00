#pragma once

#include "ui/appearance.h"

#include <QListView>
#include <QTimeLine>

#include <functional>

class QLineEdit;

namespace throughline::ui {

class ThreadDelegate;

/// The list of conversations: opening by click or Enter, renaming in place, the context menu. It changes
/// nothing by itself; each wish is a signal, and the model shows what came of it.
class ThreadListView final : public QListView
{
    Q_OBJECT

public:
    ThreadListView(const Appearance &appearance, std::function<QDateTime()> now, QWidget *parent);

    void setModel(QAbstractItemModel *model) override;
    void setOpenThread(const QString &id);
    void setSupportsPinning(bool supported) { m_supportsPinning = supported; }
    /// Starts renaming in place, with all of the title selected.
    void rename(const QModelIndex &index);

Q_SIGNALS:
    void openRequested(const QString &id);
    void renameRequested(const QString &id, const QString &title);
    void archiveRequested(const QString &id, bool archived);
    void pinRequested(const QString &id, bool pinned);
    void deleteRequested(const QString &id);
    void undoDeleteRequested();            ///< of what was deleted last
    void saveRequested(const QString &id); ///< as a file
    void printRequested(const QString &id);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void updateGeometries() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QModelIndex cardAt(const QPoint &position) const;
    QModelIndex indexOfId(const QString &id) const;
    void finishRename(bool keep);
    void placeEditor();
    void rowsChanged();
    void updatePulse();

    const Appearance &m_appearance;
    ThreadDelegate *m_delegate; ///< child
    QLineEdit *m_editor;        ///< child of the viewport; hidden unless renaming
    QString m_renaming;         ///< id
    QString m_pressed;          ///< id
    QTimeLine m_pulse;
    bool m_supportsPinning = false;
};

} // namespace throughline::ui
