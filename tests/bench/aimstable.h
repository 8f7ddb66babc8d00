#pragma once

#include <QByteArray>

#include <optional>

namespace throughline::bench {

/// A table of docs/performance.md: what was measured, and the aim where there is one.
class AimsTable
{
public:
    struct Aim
    {
        bool isLimit = true; ///< else it is to be reached
        double value = 0;
    };
    static Aim atMost(double value) { return {.isLimit = true, .value = value}; }
    static Aim atLeast(double value) { return {.isLimit = false, .value = value}; }

    /// \a unit heads the first column.
    explicit AimsTable(const QByteArray &unit)
        : m_markdown("| " + unit + " | Measured | Aim |\n|---|---:|---:|\n")
    {}

    void row(const QByteArray &what, double measured, int decimals, const std::optional<Aim> &aim = {})
    {
        QByteArray aimText;
        if (aim) {
            const bool holds = aim->isLimit ? measured <= aim->value : measured >= aim->value;
            m_aimsHold = m_aimsHold && holds;
            aimText =
                (aim->isLimit ? "≤ " : "≥ ") + QByteArray::number(aim->value) + (holds ? "" : " **missed**");
        }
        m_markdown +=
            "| " + what + " | " + QByteArray::number(measured, 'f', decimals) + " | " + aimText + " |\n";
    }

    const QByteArray &markdown() const { return m_markdown; }
    bool aimsHold() const { return m_aimsHold; }

private:
    QByteArray m_markdown;
    bool m_aimsHold = true;
};

} // namespace throughline::bench
