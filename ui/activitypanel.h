#pragma once

#include "polling/clock.h"
#include "ui/controls.h"
#include "workspace/activitymodel.h"

#include <QBasicTimer>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QSortFilterProxyModel>
#include <QWidget>

#include <optional>

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

    QSize sizeHint() const override;
    void focusTable();
    bool isTicking() const { return m_tick.isActive(); }

Q_SIGNALS:
    void closeRequested();
    void notice(const QString &sentence); ///< what came of an export

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const net::ActivityRecord *currentRecord() const;
    void openCurrent();
    void refresh();
    void copyAsCurl();
    void chooseArchive();
    void saveArchive(const QString &path);
    void openMenu(const QPoint &position);
    void restyle();
    /// So that the path has room: narrower columns first, then fewer.
    void fitColumns();
    /// To the next look at the times of live rows; nothing while there are none to be seen.
    std::optional<int> tickTime() const;
    void tickOrRest();

    workspace::ActivityModel &m_model;
    const polling::Clock &m_clock;
    const Appearance &m_appearance;
    QSortFilterProxyModel *m_filtered; ///< child
    Label *m_title;
    Label *m_summary;
    SearchField *m_filter;
    IconButton *m_export;
    IconButton *m_copy;
    IconButton *m_close;
    QWidget *m_bar;
    QTableView *m_table;
    ActivityDelegate *m_delegate; ///< child
    ActivityDetail *m_detail;
    Label *m_empty;
    QPointer<QWidget> m_window; ///< watched for being minimized
    QBasicTimer m_tick;
    int m_tickTime = 0;
};

} // namespace throughline::ui
