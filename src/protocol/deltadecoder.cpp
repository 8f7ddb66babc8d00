#include "protocol/deltadecoder.h"

#include <cstring>

namespace throughline::protocol {

namespace {

int hexDigit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    const char lower = char(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

class DeltaReader
{
public:
    explicit DeltaReader(QByteArrayView json)
        : m_at(json.begin())
        , m_end(json.end())
    {}

    std::optional<QString> read()
    {
        if (!token("{") || !token("\"delta\"") || !token(":") || !token("\""))
            return std::nullopt;
        // No byte becomes more than one UTF-16 code unit.
        QString text(m_end - m_at, Qt::Uninitialized);
        char16_t *const begin = reinterpret_cast<char16_t *>(text.data());
        char16_t *const end = string(begin);
        if (!end || !token("}") || !atEnd())
            return std::nullopt;
        text.truncate(end - begin);
        return text;
    }

private:
    void skipSpace()
    {
        while (m_at < m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }

    bool atEnd()
    {
        skipSpace();
        return m_at == m_end;
    }

    template <qsizetype Size>
    bool token(const char (&expected)[Size])
    {
        constexpr qsizetype length = Size - 1;
        skipSpace();
        if (m_end - m_at < length || std::memcmp(m_at, expected, size_t(length)) != 0)
            return false;
        m_at += length;
        return true;
    }

    /// The rest of a string and its closing quote. Returns where \a out ends, null for what is not a string.
    char16_t *string(char16_t *out)
    {
        while (m_at < m_end) {
            const auto byte = uchar(*m_at++);
            if (byte == '"')
                return out;
            if (byte == '\\') {
                if (!escape(out))
                    return nullptr;
            } else if (byte < 0x20) {
                return nullptr;
            } else if (byte < 0x80) {
                *out++ = byte;
            } else {
                if (!m_isValid && !QByteArrayView(m_at - 1, m_end).isValidUtf8())
                    return nullptr;
                m_isValid = true;
                sequence(byte, out);
            }
        }
        return nullptr;
    }

    bool escape(char16_t *&out)
    {
        if (m_at == m_end)
            return false;
        switch (*m_at++) {
        case '"':
            *out++ = '"';
            return true;
        case '\\':
            *out++ = '\\';
            return true;
        case '/':
            *out++ = '/';
            return true;
        case 'b':
            *out++ = '\b';
            return true;
        case 'f':
            *out++ = '\f';
            return true;
        case 'n':
            *out++ = '\n';
            return true;
        case 'r':
            *out++ = '\r';
            return true;
        case 't':
            *out++ = '\t';
            return true;
        case 'u':
            return codeUnit(out);
        default:
            return false;
        }
    }

    /// Half a surrogate pair is kept as it is, like every other code unit.
    bool codeUnit(char16_t *&out)
    {
        if (m_end - m_at < 4)
            return false;
        char32_t unit = 0;
        for (int i = 0; i < 4; ++i) {
            const int digit = hexDigit(*m_at++);
            if (digit < 0)
                return false;
            unit = unit << 4 | char32_t(digit);
        }
        *out++ = char16_t(unit);
        return true;
    }

    /// The rest of a sequence of several bytes. They have been validated.
    void sequence(uchar lead, char16_t *&out)
    {
        const auto next = [this] { return char32_t(*m_at++ & 0x3F); };
        if (lead < 0xE0) {
            *out++ = char16_t((lead & 0x1F) << 6 | next());
        } else if (lead < 0xF0) {
            const char32_t high = next();
            *out++ = char16_t((lead & 0x0F) << 12 | high << 6 | next());
        } else {
            const char32_t second = next();
            const char32_t third = next();
            const char32_t code = char32_t(lead & 0x07) << 18 | second << 12 | third << 6 | next();
            *out++ = QChar::highSurrogate(code);
            *out++ = QChar::lowSurrogate(code);
        }
    }

    const char *m_at;
    const char *m_end;
    bool m_isValid = false; ///< all that follows is known to be UTF-8
};

} // namespace

std::optional<QString> quickDelta(QByteArrayView json)
{
    return DeltaReader(json).read();
}

} // namespace throughline::protocol
