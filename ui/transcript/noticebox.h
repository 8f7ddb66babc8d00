#pragma once

#include "ui/transcript/replyfacts.h"
#include "ui/transcript/transcriptstyle.h"

namespace throughline::ui {

/// The box under a message that says what happened to it and offers what can be done. Where everything is,
/// not how it looks; the row's coordinates. Empty when there is nothing to say.
class NoticeBox
{
public:
    void setRow(const workspace::TranscriptModel::Row &row);
    void arrange(const workspace::TranscriptModel::Row &row, const TranscriptStyle &style, int top,
        int columnWidth, bool mirrored);

    const Notice &notice() const { return m_notice; }
    bool isEmpty() const { return m_notice.isEmpty(); }
    QRect rect() const { return m_rect; }
    QRect title() const { return m_title; }   ///< as high as its text needs
    QRect detail() const { return m_detail; } ///< as high as its text needs
    const QList<MessageButton> &buttons() const { return m_buttons; }

private:
    Notice m_notice;
    QRect m_rect;
    QRect m_title;
    QRect m_detail;
    QList<MessageButton> m_buttons;
};

} // namespace throughline::ui
