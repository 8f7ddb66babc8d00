#include "markdown/textdirection.h"

#include <algorithm>
#include <optional>

namespace throughline::markdown {

namespace {

/// Nothing where no letter says so. What is isolated (UAX #9) does not count.
std::optional<bool> directionOf(QStringView text)
{
    int isolates = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const QChar::Direction direction =
            isPair ? QChar::direction(QChar::surrogateToUcs4(text[i], text[i + 1])) : text[i].direction();
        i += isPair ? 1 : 0;
        switch (direction) {
        case QChar::DirLRI:
        case QChar::DirRLI:
        case QChar::DirFSI:
            ++isolates;
            break;
        case QChar::DirPDI:
            isolates = std::max(0, isolates - 1);
            break;
        case QChar::DirL:
            if (isolates == 0) {
                return false;
            }
            break;
        case QChar::DirR:
        case QChar::DirAL:
            if (isolates == 0) {
                return true;
            }
            break;
        default:
            break;
        }
    }
    return std::nullopt;
}

std::optional<bool> directionOf(const Block &block)
{
    std::optional<bool> direction = directionOf(block.literal);
    for (auto run = block.runs.cbegin(); !direction && run != block.runs.cend(); ++run) {
        direction = directionOf(run->text);
    }
    for (auto child = block.children.cbegin(); !direction && child != block.children.cend(); ++child) {
        direction = directionOf(*child);
    }
    return direction;
}

} // namespace

bool startsRightToLeft(const Block &block)
{
    return directionOf(block).value_or(false);
}

} // namespace throughline::markdown
