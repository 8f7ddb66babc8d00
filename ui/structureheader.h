#pragma once

#include "ui/controls.h"
#include "ui/signalfilter.h"

#include <QWidget>

class QGridLayout;
class QMenu;

namespace throughline::ui {

class SearchField;

/// The head of Structure: how many cards there are, what can be done with all of them, and the field that
/// filters them by words. Where the buttons have no room beside the title they stand in a row of their own.
/// Knows no card; every wish of the user is a signal.
class StructureHeader final : public QWidget
{
    Q_OBJECT

public:
    StructureHeader(const Appearance &appearance, QWidget *parent);

    /// With none, nothing of what is done with cards is offered.
    void setCount(int count);
    void setOrder(SignalFilter::Order order);
    /// What models read can be seen, and they can be made to read now.
    void setReadings(bool canTell, bool canExtractNow);

    /// What is typed into the field, in whatever case; empty while it is closed.
    QStringList words() const;
    void openField();
    void closeField(); ///< empties it as well
    bool isInField() const;

Q_SIGNALS:
    void wordsChanged();
    void fieldLeft(); ///< it was closed while one typed there
    void orderChosen(throughline::ui::SignalFilter::Order order);
    void mapRequested();
    void recordCopyRequested();
    void recordSaveRequested();
    void extractRequested();
    void readingsRequested();
    void collapseRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void openOrders();
    void openMenu();
    void popUp(QMenu *menu, const QWidget &under);
    void showWhatIsOffered();
    void restyle();
    void place();
    int titleHeight() const;

    const Appearance &m_appearance;
    QGridLayout *m_grid;
    Label *m_title;
    Label *m_count;
    QWidget *m_tools;
    IconButton *m_find;
    IconButton *m_sort;
    IconButton *m_map;
    IconButton *m_more;
    IconButton *m_collapse;
    QWidget *m_fieldRow; ///< hidden unless asked for
    SearchField *m_field;
    SignalFilter::Order m_order = SignalFilter::Order::AsSaid;
    int m_cards = 0;
    bool m_canTell = false;
    bool m_canExtractNow = false;
    bool m_isBelow = false; ///< the tools, below the title
};

} // namespace throughline::ui
