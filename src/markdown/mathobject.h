#pragma once

#include "markdown/texlayout.h"

#include <QHash>
#include <QObject>
#include <QTextCharFormat>
#include <QTextObjectInterface>

namespace throughline::markdown {

/// Draws the formulas of one document, which stand in its text as object characters. GUI thread only.
class MathObject final : public QObject, public QTextObjectInterface
{
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    explicit MathObject(QTextDocument *document);
    ~MathObject() override;
    MathObject(const MathObject &) = delete;
    MathObject &operator=(const MathObject &) = delete;

    /// Whether the formula \a source (with its delimiters) is drawn; otherwise its source is shown.
    static bool isUnderstood(const QString &source);
    /// The format of the character that stands for the formula \a source (with its delimiters) in a text of
    /// format \a base; not valid when the formula is not understood.
    static QTextCharFormat formatFor(const QString &source, bool isDisplay, const QTextCharFormat &base);
    /// The formula laid out, at its natural size.
    static TexBox boxFor(const QTextCharFormat &format);

    /// Makes every formula of \a document that is wider than \a width as wide as that.
    static void fit(QTextDocument *document, qreal width);

    QSizeF intrinsicSize(QTextDocument *document, int position, const QTextFormat &format) override;
    void drawObject(QPainter *painter, const QRectF &rect, QTextDocument *document, int position,
        const QTextFormat &format) override;

private:
    const TexBox &cachedBox(const QTextCharFormat &format);

    QHash<QString, TexBox> m_boxes;
};

} // namespace throughline::markdown
