#include "reliability/randomtext.h"

#include <array>

namespace throughline::test {

QString RandomText::piece()
{
    static const std::array parts{QStringLiteral("the "), QStringLiteral("lease"), QStringLiteral(" ends. "),
        QStringLiteral("é"), QStringLiteral("ß"), QStringLiteral("漢字"), QStringLiteral("🙂"),
        QStringLiteral("👩‍👩‍👧"), QStringLiteral("𝒳"), QStringLiteral("\n"), QStringLiteral("\r"),
        QStringLiteral("\r\n"), QStringLiteral("\n\n"), QString(QChar(0xFEFF)), QStringLiteral("\""),
        QStringLiteral("\\"), QStringLiteral("\\u0041"), QStringLiteral("data: "), QStringLiteral("\u2028"),
        QString(QChar(0)), QStringLiteral("\t"), QStringLiteral("\u007f")};
    QString text;
    constexpr int most = 4;
    for (quint32 left = m_random.bounded(most); left > 0; --left)
        text += parts.at(m_random.bounded(quint32(parts.size())));
    return text;
}

QStringList RandomText::deltas(int count)
{
    QStringList all;
    while (all.size() < count)
        all.append(piece());
    return all;
}

QStringList RandomText::splitAnywhere(const QString &text)
{
    QStringList all;
    constexpr int longest = 6;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype length = std::min<qsizetype>(m_random.bounded(longest), text.size() - at);
        all.append(text.sliced(at, length));
        at += length;
    }
    return all;
}

} // namespace throughline::test
