#pragma once

#include "ui/appearance.h"

#include <QDateTime>
#include <QStyledItemDelegate>

#include <functional>

namespace throughline::ui {

/// Paints one conversation, and above the first of each group its caption. The caption belongs to the row's
/// box (there are no heading rows to skip with the keyboard); cardRect() is the part that stands for the
/// conversation.
class ThreadDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ThreadDelegate(const Appearance &appearance, std::function<QDateTime()> now, QObject *parent);

    void setOpenThread(const QString &id) { m_openThread = id; }
    /// How bright the dot of a streaming conversation is now, 0 … 1.
    void setPulse(double strength) { m_pulse = strength; }
    /// The list's width, scroll bar included: rows keep their width when it comes and goes.
    void setListWidth(int width) { m_listWidth = width; }
    void setKeyboardFocus(bool visible) { m_keyboardFocus = visible; }

    QRect cardRect(const QRect &itemRect, const QModelIndex &index, Qt::LayoutDirection direction) const;
    QRect titleRect(const QRect &itemRect, const QModelIndex &index, Qt::LayoutDirection direction) const;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    bool beginsGroup(const QModelIndex &index) const;
    int captionHeight(const QModelIndex &index) const;
    static QString groupName(int group);

    const Appearance &m_appearance;
    std::function<QDateTime()> m_now;
    QString m_openThread;
    double m_pulse = 1.0;
    int m_listWidth = 248;
    bool m_keyboardFocus = false;
};

} // namespace throughline::ui
