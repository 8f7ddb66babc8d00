#pragma once

#include "net/activitylog.h"
#include "ui/controls.h"

#include <QWidget>

namespace throughline::ui {

class MonoText;

/// One request opened: its headers beside its events, both as text that can be selected and copied.
class ActivityDetail final : public QWidget
{
    Q_OBJECT

public:
    ActivityDetail(const Appearance &appearance, QWidget *parent);

    /// Shows \a record; of one that is shown already only what is new is added.
    void show(const net::ActivityRecord &record);
    qint64 recordId() const { return m_id; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    Label *m_error; ///< what went wrong, in words
    Label *m_eventCount;
    MonoText *m_headers;
    MonoText *m_events;
    qint64 m_id = -1;
    qint64 m_shownEvents = 0;
};

} // namespace throughline::ui
