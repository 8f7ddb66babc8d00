#pragma once

#include "ui/controls.h"
#include "ui/mapview.h"

#include <QWidget>

namespace throughline::ui {

/// What a conversation has come to, drawn: the map, what moves about in it, and how to take it out of the
/// program. What goes in a Sheet.
class MapSheet final : public QWidget
{
    Q_OBJECT

public:
    explicit MapSheet(const Appearance &appearance);

    /// Another \a title is another conversation: it is seen from the start.
    void show(const QString &title, const workspace::DecisionMap &map);
    /// Where nobody has been yet.
    void startAnew();
    MapView &view() { return *m_view; }
    /// In words: what is not in the map; or why there is none.
    QString said() const;

Q_SIGNALS:
    void cardRequested(const QString &signalId); ///< to be shown, with its sentence
    void saveRequested(const QString &title, const throughline::ui::MapPicture &picture);
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Legend;

    void showState();
    void placeEmpty();

    const Appearance &m_appearance;
    QString m_shownTitle;
    Label *m_title;
    Label *m_unlinked;
    IconButton *m_smaller;
    LinkButton *m_zoom;
    IconButton *m_larger;
    IconButton *m_fit;
    MapView *m_view;
    Label *m_empty; ///< over the view
    Label *m_selected;
    LinkButton *m_open;
    Legend *m_legend;
    PushButton *m_save;
    PushButton *m_close;
};

} // namespace throughline::ui
