#include "sse/utf8.h"

namespace throughline::sse {

namespace {

constexpr char16_t markCharacter = 0xFEFF;

/// What a lead byte announces: how many bytes follow, and what the first of them may be. The ranges are those
/// of the Unicode Standard, table 3-7; they exclude overlong forms, surrogates and what is beyond U+10FFFF.
struct Lead
{
    int continuations = 0;
    uchar lowest = 0x80;
    uchar highest = 0xBF;
    uchar payload = 0;
};

Lead leadOf(uchar byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return {.continuations = 1, .payload = uchar(byte & 0x1F)};
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {.continuations = 2,
            .lowest = uchar(byte == 0xE0 ? 0xA0 : 0x80),
            .highest = uchar(byte == 0xED ? 0x9F : 0xBF),
            .payload = uchar(byte & 0x0F)};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {.continuations = 3,
            .lowest = uchar(byte == 0xF0 ? 0x90 : 0x80),
            .highest = uchar(byte == 0xF4 ? 0x8F : 0xBF),
            .payload = uchar(byte & 0x07)};
    }
    return {};
}

QString decodeBroken(QByteArrayView bytes)
{
    QString text;
    text.reserve(bytes.size());
    qsizetype at = 0;
    while (at < bytes.size()) {
        const auto first = uchar(bytes[at++]);
        if (first < 0x80) {
            text.append(QLatin1Char(char(first)));
            continue;
        }
        Lead lead = leadOf(first);
        char32_t code = lead.payload;
        int missing = lead.continuations;
        while (missing > 0 && at < bytes.size()) {
            const auto next = uchar(bytes[at]);
            if (next < lead.lowest || next > lead.highest)
                break;
            lead.lowest = 0x80;
            lead.highest = 0xBF;
            code = (code << 6) | (next & 0x3F);
            ++at;
            --missing;
        }
        if (lead.continuations == 0 || missing > 0)
            text.append(QChar(QChar::ReplacementCharacter));
        else
            text.append(QStringView(QChar::fromUcs4(code)));
    }
    return text;
}

} // namespace

QString decodeUtf8(QByteArrayView bytes)
{
    if (!bytes.isValidUtf8())
        return decodeBroken(bytes);
    if (!bytes.startsWith("\xEF\xBB\xBF"))
        return QString::fromUtf8(bytes);

    qsizetype marks = 0;
    while (bytes.sliced(3 * marks).startsWith("\xEF\xBB\xBF"))
        ++marks;
    return QString(marks, QChar(markCharacter)) + QString::fromUtf8(bytes.sliced(3 * marks));
}

} // namespace throughline::sse
