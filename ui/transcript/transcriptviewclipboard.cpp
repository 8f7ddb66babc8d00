#include "ui/transcript/transcriptview.h"
#include "workspace/picturedownload.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDrag>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>

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
    const markdown::BlockLayout &layout = *item->part(hit.place.part).layout;
    std::pair<int, int> around = layout.lineAround(hit.place.position);
    if (type == QTextCursor::WordUnderCursor) {
        QTextCursor cursor(&layout.document());
        cursor.setPosition(hit.place.position);
        cursor.select(type);
        around = {cursor.selectionStart(), cursor.selectionEnd()};
    }
    const QModelIndex row = m_model->index(hit.row);
    m_selection.set(row, {hit.place.part, around.first}, row, {hit.place.part, around.second});
    viewport()->update();
}

QString TranscriptView::selected(
    QString (MessageItem::*form)(const TextPlace &, const TextPlace &) const, const QString &between) const
{
    QString text;
    for (int row = m_selection.firstRow(); row >= 0 && row <= m_selection.lastRow(); ++row) {
        const std::optional<TranscriptSelection::Range> range = m_selection.rangeIn(row);
        if (!text.isEmpty()) {
            text += between;
        }
        if (const MessageItem *live = m_layout.item(row)) {
            text += (live->*form)(range->from, range->to);
        } else {
            MessageItem temporary(m_layout.style());
            temporary.setRow(m_model->row(row));
            text += (temporary.*form)(range->from, range->to);
        }
    }
    return text;
}

QString TranscriptView::selectedText() const
{
    return selected(&MessageItem::textBetween, QStringLiteral("\n\n"));
}

QString TranscriptView::selectedMarkdown() const
{
    return selected(&MessageItem::markdownBetween, QStringLiteral("\n\n"));
}

/// What is selected, in the forms other programs may want.
std::unique_ptr<QMimeData> TranscriptView::selectedData() const
{
    auto data = std::make_unique<QMimeData>();
    data->setText(selectedText());
    data->setHtml(selected(&MessageItem::htmlBetween, QString()));
    data->setData(QStringLiteral("text/markdown"), selectedMarkdown().toUtf8());
    return data;
}

bool TranscriptView::isSelected(const TranscriptHit &hit) const
{
    const std::optional<TranscriptSelection::Range> range =
        hit.row < 0 || hit.kind != TranscriptHit::Kind::Text ? std::nullopt : m_selection.rangeIn(hit.row);
    return range && !(hit.place < range->from) && hit.place < range->to;
}

/// Qt drags in an event loop of its own, on every system; there is no other way. The selection may be gone
/// when it returns, and so may this.
void TranscriptView::dragSelection()
{
    auto *drag = new QDrag(this); // Qt deletes it
    drag->setMimeData(selectedData().release());
    drag->exec(Qt::CopyAction);
}

void TranscriptView::copyText(const QString &text) const
{
    QGuiApplication::clipboard()->setText(text);
}

void TranscriptView::copySelection() const
{
    if (!m_selection.isEmpty()) {
        QGuiApplication::clipboard()->setMimeData(selectedData().release());
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

/// What can be done with what is right there.
void TranscriptView::addTextActions(QMenu *menu, const TranscriptHit &hit)
{
    if (hit.kind == TranscriptHit::Kind::Image) {
        menu->addAction(tr("Show picture\u2026"), this, [this, hit] { requestImage(hit); })
            ->setEnabled(workspace::PictureDownload::mayFetch(QUrl(hit.target, QUrl::StrictMode)));
        menu->addAction(tr("Copy picture address"), this, [this, target = hit.target] { copyText(target); });
    }
    if (hit.kind == TranscriptHit::Kind::Link) {
        menu->addAction(tr("Copy link address"), this, [this, target = hit.target] { copyText(target); });
    }
    if (!hit.formula.isEmpty()) {
        menu->addAction(tr("Copy formula"), this, [this, formula = hit.formula] { copyText(formula); });
    }
    const MessageItem *item = m_layout.item(hit.row);
    const int part = hit.place.part;
    if (!item || part >= item->partCount() || item->codeCopyRect(part).isEmpty()) {
        return;
    }
    menu->addAction(tr("Copy code"), this, [this, code = item->part(part).block.literal] { copyText(code); });
    if (item->part(part).layout->hasLongLines()) {
        const QPersistentModelIndex index(m_model->index(hit.row));
        menu->addAction(item->codeWrapText(part), this, [this, index, part] {
            if (index.isValid() && m_layout.item(index.row())) {
                switchCodeWrap(index.row(), part);
            }
        });
    }
}

void TranscriptView::addMenuActions(QMenu *menu, const TranscriptHit &hit)
{
    QAction *copy = menu->addAction(tr("Copy"), this, [this] { copySelection(); });
    copy->setEnabled(hasSelection());
    QAction *source = menu->addAction(tr("Copy as Markdown"), this, [this] { copyText(selectedMarkdown()); });
    source->setEnabled(hasSelection());
    if (hit.row >= 0) {
        addTextActions(menu, hit);
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
