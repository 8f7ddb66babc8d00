#pragma once

#include "markdown/markdownstyle.h"

#include <QColor>

namespace throughline::test {

/// Fonts that the test machine has, and colours that are told apart.
inline markdown::MarkdownStyle testStyle()
{
    markdown::MarkdownStyle style;
    style.body.setFamilies({QStringLiteral("Inter")});
    style.body.setPixelSize(15);
    style.codeLineHeight = 20;
    style.code.setFamilies({QStringLiteral("DejaVu Sans Mono")});
    style.code.setPixelSize(13);
    style.text = Qt::black;
    style.muted = Qt::darkGray;
    style.link = Qt::blue;
    style.sunken = QColor(240, 240, 240);
    style.border = Qt::lightGray;
    style.accent = Qt::blue;
    style.onAccent = Qt::white;
    return style;
}

} // namespace throughline::test
