#include "markdown/textdirection.h"

#include <algorithm>
#include <optional>

namespace throughline::markdown {

namespace {

/// Of the character at \a i, which is its last half afterwards.
QChar::Direction directionAt(QStringView text, qsizetype &i)
{
    const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
    if (!isPair) {
        return text[i].direction();
    }
    ++i;
    return QChar::direction(QChar::surrogateToUcs4(text[i - 1], text[i]));
}

/// Nothing where no letter says so. What is isolated (UAX #9) does not count.
std::optional<bool> directionOf(QStringView text)
{
    int isolates = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        switch (directionAt(text, i)) {
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

bool turnsAround(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].unicode() < 0x590) {
            continue;
        }
        switch (directionAt(text, i)) {
        case QChar::DirR:
        case QChar::DirAL:
        case QChar::DirAN:
        case QChar::DirRLE:
        case QChar::DirRLO:
        case QChar::DirRLI:
        case QChar::DirFSI:
            return true;
        default:
            break;
        }
    }
    return false;
}

} // namespace throughline::markdown
