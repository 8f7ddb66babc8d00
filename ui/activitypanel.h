#pragma once

#include "polling/clock.h"
#include "ui/controls.h"
#include "workspace/activitymodel.h"

#include <QBasicTimer>
#include <QPersistentModelIndex>
#include <QSortFilterProxyModel>
#include <QWidget>

class QTableView;

namespace throughline::ui {

class ActivityDelegate;
class ActivityDetail;
class SearchField;

/// Every request the program made, as a browser's network tab would show it: a summary, a table that is live
/// while replies stream, and the opened request's headers and events. It only looks; secrets were masked
/// before they were recorded. Counts live durations with a timer of its own that runs only while one is on
/// screen.
class ActivityPanel final : public QWidget
{
    Q_OBJECT

public:
    ActivityPanel(workspace::ActivityModel &model, const polling::Clock &clock, const Appearance &appearance,
        QWidget *parent = nullptr);

    QSize sizeHint() const override { return {1000, 300}; }
    void focusTable();
    bool isTicking() const { return m_tick.isActive(); }

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const net::ActivityRecord *currentRecord() const;
    void openCurrent();
    void refresh();
    void copyAsCurl();
    void openMenu(const QPoint &position);
    void restyle();
    bool anyLiveRow() const;

    workspace::ActivityModel &m_model;
    const Appearance &m_appearance;
    QSortFilterProxyModel *m_filtered; ///< child
    Label *m_title;
    Label *m_summary;
    SearchField *m_filter;
    IconButton *m_copy;
    IconButton *m_close;
    QWidget *m_bar;
    QTableView *m_table;
    ActivityDelegate *m_delegate; ///< child
    ActivityDetail *m_detail;
    Label *m_empty;
    QBasicTimer m_tick;
};

} // namespace throughline::ui
