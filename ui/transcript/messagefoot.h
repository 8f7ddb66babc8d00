#pragma once

#include "ui/transcript/rowaction.h"
#include "ui/transcript/transcriptstyle.h"

namespace throughline::ui {

/// What stands under a message: the state of one that is not sent yet, and the strip with its versions
/// ‹ 2/3 ›, its buttons and the facts of a reply. Where everything is, not how it looks; the row's
/// coordinates.
///
/// The versions have their place in the row. The other buttons of a user's message lie in the gap below it,
/// and reach up to overhang() pixels into the next row.
class MessageFoot
{
public:
    /// \a top is where the message and its notice end.
    void arrange(const workspace::TranscriptModel::Row &row, bool isGrowing, const TranscriptStyle &style,
        int top, int columnWidth, bool mirrored);

    int height() const { return m_height; } ///< what it takes of the row
    static int overhang(const TranscriptStyle &style);

    const QList<MessageButton> &buttons() const { return m_buttons; }
    QRect strip() const { return m_strip; }
    QRect branchNumber() const { return m_branchNumber; } ///< empty when there is one version
    QRect facts() const { return m_facts; }               ///< what is left for them; empty: no room
    QRect state() const { return m_state; }
    QRect stateIcon() const { return m_stateIcon; } ///< empty: none

private:
    struct Metrics;
    void arrangeReply(const Metrics &m, bool isGrowing, int top);
    void arrangeUser(const Metrics &m, int top);
    int arrangeState(const Metrics &m, int top);
    /// The three parts of ‹ 2/3 ›, from \a x on; returns where they end.
    int addBranches(const Metrics &m, int x);
    void addIcon(RowAction action, int x);

    int m_height = 0;
    QList<MessageButton> m_buttons;
    QRect m_strip;
    QRect m_branchNumber;
    QRect m_facts;
    QRect m_state;
    QRect m_stateIcon;
};

} // namespace throughline::ui
