#include "markdown/safedocument.h"

#include <QVariant>

#include <atomic>

namespace throughline::markdown {

namespace {
std::atomic<int> s_live = 0;
}

SafeDocument::SafeDocument()
{
    ++s_live;
    setUndoRedoEnabled(false);
    setDocumentMargin(0);
}

SafeDocument::~SafeDocument()
{
    --s_live;
}

int SafeDocument::liveCount()
{
    return s_live;
}

QVariant SafeDocument::loadResource(int type, const QUrl &name)
{
    Q_UNUSED(type)
    Q_UNUSED(name)
    return {};
}

QString safeText(QString text)
{
    for (QChar &c : text) {
        const char16_t code = c.unicode();
        const bool meaningful = code == 0 || code == QChar::ObjectReplacementCharacter ||
                                code == QChar::ParagraphSeparator || (code >= 0xFDD0 && code <= 0xFDEF) ||
                                code >= 0xFFFE;
        if (meaningful) {
            c = QChar::ReplacementCharacter;
        } else if (code == u'\r') {
            c = QChar(0x200B); // of "\r\n"; a zero-width space keeps the positions
        }
    }
    return text;
}

QString visibleText(QString text)
{
    text = safeText(std::move(text));
    for (QChar &c : text) {
        const char16_t code = c.unicode();
        const bool isDirection = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                                 code == 0x200E || code == 0x200F || code == 0x061C;
        if (code < 0x20 && c != u'\n' && c != u'\t') {
            c = QChar(0x2400 + code); // its picture
        } else if (code == 0x7F) {
            c = QChar(0x2421);
        } else if (isDirection || (code >= 0x80 && code < 0xA0) || code == QChar::ByteOrderMark) {
            c = QChar::ReplacementCharacter;
        }
    }
    return text;
}

} // namespace throughline::markdown
