#pragma once

#include "protocol/reading.h"
#include "ui/controls.h"

#include <QWidget>

class QScrollArea;
class QVBoxLayout;

namespace throughline::ui {

/// Which model read which messages of a conversation, what that cost in tokens, and what came of it. What
/// goes in a Sheet. Its rows are made only while it is shown; news leave the place one has scrolled to.
class ReadingsSheet final : public QWidget
{
    Q_OBJECT

public:
    explicit ReadingsSheet(const Appearance &appearance);

    void setState(const protocol::ReadingState &state, bool canExtractNow);

Q_SIGNALS:
    void extractRequested();
    void closeRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showReadings();
    void addReading(const protocol::Reading &reading);

    const Appearance &m_appearance;
    Label *m_totals;
    QScrollArea *m_scroll;
    QWidget *m_list; ///< in the scroll area
    QVBoxLayout *m_column;
    QList<protocol::Reading> m_entries; ///< what is to be shown
    bool m_isStale = false;             ///< it is not yet
    PushButton *m_extract;
    PushButton *m_close;
};

} // namespace throughline::ui
