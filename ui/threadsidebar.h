#pragma once

#include "ui/controls.h"

#include <QBasicTimer>
#include <QDateTime>
#include <QWidget>

#include <chrono>
#include <functional>

class QAbstractItemModel;

namespace throughline::ui {

class SearchField;
class ThreadListView;

/// The pane of conversations: search, New, the grouped list, and a foot that says where they are kept. Shows
/// a model with the roles of workspace::ThreadListModel; every wish of the user is a signal.
class ThreadSidebar final : public QWidget
{
    Q_OBJECT

public:
    /// \a now gives the local time; \a appearance must outlive this.
    ThreadSidebar(const Appearance &appearance, std::function<QDateTime()> now, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *threads);
    void setOpenThread(const QString &id);
    void setSupportsPinning(bool supported);

    enum class Connection { Connecting, Online, Offline };
    /// The foot: a dot and where the conversations are ("On this computer"), or what is wrong.
    void setConnection(Connection connection, const QString &text);

    /// Whether there is another server to go to: the foot then has a button for it.
    void setHasOtherServers(bool has);
    /// Where something of \a size stands above the foot, on the screen.
    QPoint placeAboveFoot(const QSize &size) const;

    void focusSearch();
    void focusList();
    void renameOpenThread();
    /// Empties the field without asking for another search.
    void clearSearch();

    QSize sizeHint() const override { return {248, 600}; }

Q_SIGNALS:
    void searchChanged(const QString &query);
    void newRequested();
    void settingsRequested();
    void commandsRequested();
    void serversRequested();
    void openRequested(const QString &id);
    void renameRequested(const QString &id, const QString &title);
    void archiveRequested(const QString &id, bool archived);
    void pinRequested(const QString &id, bool pinned);
    void deleteRequested(const QString &id);
    void saveRequested(const QString &id); ///< as a file
    void printRequested(const QString &id);
    void undoDeleteRequested(); ///< of what was deleted last
    /// Times may be told otherwise than before; the date may be another one.
    void timePassed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool event(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showEmptiness();
    void fitFoot();
    void restyle();
    void tellTimesAnew();
    void waitForTimes();
    void startTimes(std::chrono::milliseconds wait);

    const Appearance &m_appearance;
    SearchField *m_search;
    IconButton *m_new;
    ThreadListView *m_list;
    Label *m_empty;
    QWidget *m_foot;
    Label *m_connection;
    IconButton *m_servers;
    IconButton *m_commands;
    IconButton *m_settings;
    Connection m_state = Connection::Connecting;
    QString m_openThread;
    std::function<QDateTime()> m_now;
    QBasicTimer m_times; ///< only while shown: until "now" becomes a time, or today becomes yesterday
    bool m_timesAreSoon = false;
};

} // namespace throughline::ui
