#include "markdown/mathobject.h"

#include "markdown/documentbuilder.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

namespace throughline::markdown {

namespace {

constexpr int ObjectType = QTextFormat::UserObject + 1;

/// Without the delimiters: "$", "$$", "\(" and "\[".
QStringView insideOf(QStringView source)
{
    const qsizetype size = source.startsWith(u"$$") || source.startsWith(u'\\') ? 2 : 1;
    return source.size() < 2 * size ? QStringView() : source.sliced(size, source.size() - 2 * size);
}

qreal scaleOf(const QTextFormat &format)
{
    return format.hasProperty(MathScaleProperty) ? format.doubleProperty(MathScaleProperty) : 1.0;
}

} // namespace

MathObject::MathObject(QTextDocument *document)
    : QObject(document)
{
    document->documentLayout()->registerHandler(ObjectType, this);
}

MathObject::~MathObject() = default;

TexBox MathObject::boxFor(const QTextCharFormat &format)
{
    const QString source = format.stringProperty(MathSourceProperty);
    const std::optional<TexNode> node = parseTex(insideOf(source));
    return node ? layOutTex(*node, format.font(), format.boolProperty(MathDisplayProperty)) : TexBox();
}

bool MathObject::isUnderstood(const QString &source)
{
    return parseTex(insideOf(source)).has_value();
}

QTextCharFormat MathObject::formatFor(const QString &source, bool isDisplay, const QTextCharFormat &base)
{
    if (!isUnderstood(source)) {
        return {};
    }
    QTextCharFormat format = base;
    format.setObjectType(ObjectType);
    format.setProperty(MathSourceProperty, source);
    format.setProperty(MathDisplayProperty, isDisplay);
    format.setProperty(MathWidthProperty, boxFor(format).width);
    return format;
}

void MathObject::fit(QTextDocument *document, qreal width)
{
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const qreal free = width - block.blockFormat().leftMargin() - block.blockFormat().rightMargin();
        QList<std::pair<QTextFragment, qreal>> changes;
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextCharFormat format = it.fragment().charFormat();
            if (!format.hasProperty(MathWidthProperty)) {
                continue;
            }
            const qreal natural = std::max(1.0, format.doubleProperty(MathWidthProperty));
            const qreal scale = std::clamp(free / natural, 0.2, 1.0);
            if (scale != scaleOf(format)) {
                changes.append({it.fragment(), scale});
            }
        }
        for (const auto &[fragment, scale] : std::as_const(changes)) {
            QTextCursor cursor(document);
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            QTextCharFormat format;
            format.setProperty(MathScaleProperty, scale);
            cursor.mergeCharFormat(format);
        }
    }
}

const TexBox &MathObject::cachedBox(const QTextCharFormat &format)
{
    const QString key = format.font().key() + u'\n' + format.stringProperty(MathSourceProperty);
    auto found = m_boxes.find(key);
    if (found == m_boxes.end()) {
        found = m_boxes.insert(key, boxFor(format));
    }
    return *found;
}

QSizeF MathObject::intrinsicSize(QTextDocument * /*document*/, int /*position*/, const QTextFormat &format)
{
    const TexBox &box = cachedBox(format.toCharFormat());
    return QSizeF(box.width, box.ascent) * scaleOf(format); // its bottom stands on the baseline
}

void MathObject::drawObject(QPainter *painter, const QRectF &rect, QTextDocument * /*document*/,
    int /*position*/, const QTextFormat &format)
{
    const QTextCharFormat characters = format.toCharFormat();
    painter->save();
    painter->translate(rect.left(), rect.bottom() + format.doubleProperty(MathShiftProperty));
    painter->scale(scaleOf(format), scaleOf(format));
    drawTex(painter, cachedBox(characters), {}, characters.foreground().color());
    painter->restore();
}

} // namespace throughline::markdown
