#include "ui/transcript/transcriptview.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>

// Selecting and copying, and the context menu that offers both.

namespace throughline::ui {

namespace {
constexpr int CopiedMs = 1200;
}

void TranscriptView::selectAround(const TranscriptHit &hit, QTextCursor::SelectionType type)
{
    const MessageItem *item = hit.row < 0 ? nullptr : m_layout.item(hit.row);
    if (!item || hit.place.part >= item->partCount() || !item->part(hit.place.part).layout) {
        return;
    }
    QTextCursor cursor(&item->part(hit.place.part).layout->document());
    cursor.setPosition(hit.place.position);
    if (type == QTextCursor::BlockUnderCursor) { // Qt's would take the break before it too
        cursor.movePosition(QTextCursor::StartOfBlock);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    } else {
        cursor.select(type);
    }
    const QModelIndex row = m_model->index(hit.row);
    m_selection.set(
        row, {hit.place.part, cursor.selectionStart()}, row, {hit.place.part, cursor.selectionEnd()});
    viewport()->update();
}

QString TranscriptView::selectedText() const
{
    QString text;
    for (int row = m_selection.firstRow(); row >= 0 && row <= m_selection.lastRow(); ++row) {
        const std::optional<TranscriptSelection::Range> range = m_selection.rangeIn(row);
        if (!text.isEmpty()) {
            text += QStringLiteral("\n\n");
        }
        if (const MessageItem *live = m_layout.item(row)) {
            text += live->textBetween(range->from, range->to);
        } else {
            MessageItem temporary(m_layout.style());
            temporary.setRow(m_model->row(row));
            text += temporary.textBetween(range->from, range->to);
        }
    }
    return text;
}

void TranscriptView::copyText(const QString &text) const
{
    QGuiApplication::clipboard()->setText(text);
}

void TranscriptView::copySelection() const
{
    if (!m_selection.isEmpty()) {
        copyText(selectedText());
    }
}

void TranscriptView::copyMessage(int row)
{
    copyText(m_model->row(row).message.content);
    showCopied(row, -1);
}

void TranscriptView::copyThoughts(int row)
{
    copyText(m_model->row(row).thoughts.trimmed());
}

void TranscriptView::showCopied(int row, int part)
{
    m_state.copiedRow = row;
    m_state.copiedPart = part;
    m_copiedUntil = m_clock.now() + CopiedMs;
    m_clock.requestIn(CopiedMs);
    viewport()->update();
}

void TranscriptView::selectAll()
{
    if (m_model) {
        m_selection.selectAll(*m_model);
        viewport()->update();
    }
}

void TranscriptView::addMenuActions(QMenu *menu, const TranscriptHit &hit)
{
    QAction *copy = menu->addAction(tr("Copy"), this, [this] { copySelection(); });
    copy->setEnabled(hasSelection());
    if (hit.row >= 0) {
        if (hit.kind == TranscriptHit::Kind::Link) {
            const QString target = hit.target;
            menu->addAction(tr("Copy link"), this, [this, target] { copyText(target); });
        }
        menu->addSeparator();
        addRowActions(menu, hit.row);
    }
    menu->addSeparator();
    menu->addAction(tr("Select all"), this, [this] { selectAll(); });
}

void TranscriptView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_model || m_model->rowCount() == 0) {
        return;
    }
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    TranscriptHit hit;
    QPoint at = event->globalPos();
    if (byKeyboard && m_state.currentRow >= 0) {
        hit.row = m_state.currentRow;
        at = viewport()->mapToGlobal(rowRect(hit.row).topLeft() + QPoint(0, 24));
    } else if (!byKeyboard) {
        hit = hitAt(viewport()->mapFromGlobal(event->globalPos()));
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addMenuActions(menu, hit);
    menu->popup(at);
}

} // namespace throughline::ui
