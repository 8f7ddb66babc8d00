#include "ui/transcript/messageitem.h"
#include "ui/transcript/transcriptwords.h"

#include <QFontMetrics>

#include <utility>

// The code blocks of a message: their buttons, their long lines.

namespace throughline::ui {

using markdown::BlockKind;

QRect MessageItem::codeCopyRect(int index) const
{
    const Part &p = part(index);
    if (p.block.kind != BlockKind::Code || !p.layout) {
        return {};
    }
    const QRectF header = p.layout->headerRect().translated(textLeft(), p.top);
    const int width = m_style.scaled(58);
    const int x = m_mirrored ? static_cast<int>(header.left()) : static_cast<int>(header.right()) - width;
    return {x, static_cast<int>(header.top()), width, static_cast<int>(header.height())};
}

QString MessageItem::codeWrapText(int index) const
{
    return part(index).wraps ? TranscriptWords::tr("Keep lines") : TranscriptWords::tr("Wrap lines");
}

QRect MessageItem::codeWrapRect(int index) const
{
    const QRect copy = codeCopyRect(index);
    if (copy.isEmpty() || !part(index).layout->hasLongLines()) {
        return {};
    }
    const int width =
        QFontMetrics(m_style.caption).horizontalAdvance(codeWrapText(index)) + m_style.scaled(16);
    return {m_mirrored ? copy.right() + 1 : copy.left() - width, copy.top(), width, copy.height()};
}

void MessageItem::setCodeWrapped(bool wraps)
{
    m_wrapsCode = wraps;
    for (Part &code : m_parts) {
        if (code.block.kind != BlockKind::Code || wraps == code.wraps) {
            continue;
        }
        code.wraps = wraps;
        if (code.layout) {
            code.layout->setWrapped(wraps);
            code.height = static_cast<int>(code.layout->height());
        }
    }
    arrange();
}

double MessageItem::scrollCode(int index, double distance)
{
    if (index < 0 || index >= partCount() || !part(index).layout) {
        return 0;
    }
    Part &code = m_parts[static_cast<size_t>(index)];
    code.layout->setScroll(code.scroll + distance);
    const double before = std::exchange(code.scroll, code.layout->scroll());
    return code.scroll - before;
}

void MessageItem::scrollCodeTo(int index, int position)
{
    Part &code = m_parts[static_cast<size_t>(index)];
    if (code.layout) {
        code.layout->scrollTo(position);
        code.scroll = code.layout->scroll();
    }
}

} // namespace throughline::ui
