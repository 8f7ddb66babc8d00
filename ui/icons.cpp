#include "ui/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// A static library's resources are dropped by the linker unless somebody names them, outside any namespace.
static void initIconResources()
{
    Q_INIT_RESOURCE(throughline_icons);
}

namespace throughline::ui {

namespace {

const char *fileName(IconId id)
{
    static constexpr const char *Names[]{"search", "plus", "panel-right", "panel-left", "activity", "export",
        "copy", "refresh", "branch", "check", "x", "pencil", "pin", "arrow-right", "arrow-up", "arrow-down",
        "stop", "settings", "paperclip", "chevron-down", "chevron-left", "chevron-right", "clock", "trash",
        "archive", "undo", "warning", "filter", "sort", "map", "minus", "fit", "command", "decision", "goal",
        "constraint", "assumption", "question", "claim", "evidence", "signal"};
    static_assert(std::size(Names) == size_t(IconId::Signal) + 1);
    return Names[size_t(id)];
}

QString resourcePath(const char *name)
{
    initIconResources();
    return QStringLiteral(":/throughline/icons/%1.svg").arg(QLatin1StringView(name));
}

bool isDirectional(IconId id)
{
    return id == IconId::ArrowRight || id == IconId::ChevronLeft || id == IconId::ChevronRight ||
           id == IconId::Undo || id == IconId::Command || id == IconId::PanelLeft ||
           id == IconId::PanelRight || id == IconId::Branch || id == IconId::Map;
}

/// \a id rendered at exactly \a pixels device pixels square.
QPixmap rendered(IconId id, const QColor &color, int pixels, bool mirrored)
{
    const QString key = QStringLiteral("throughline-icon/%1/%2/%3/%4")
                            .arg(int(id))
                            .arg(color.rgba(), 8, 16)
                            .arg(pixels)
                            .arg(int(mirrored));
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    QSvgRenderer renderer(iconSvg(id, color));
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setOpacity(color.alphaF());
    if (mirrored) {
        painter.translate(pixels, 0);
        painter.scale(-1, 1);
    }
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class TintedIconEngine final : public QIconEngine
{
public:
    TintedIconEngine(IconId id, const QColor &color, const QColor &disabled)
        : m_id(id)
        , m_color(color)
        , m_disabled(disabled.isValid() ? disabled : color)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        paintIcon(*painter, rect, m_id, mode == QIcon::Disabled ? m_disabled : m_color);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        return rendered(m_id, mode == QIcon::Disabled ? m_disabled : m_color,
            std::min(size.width(), size.height()), false);
    }
    QIconEngine *clone() const override { return new TintedIconEngine(m_id, m_color, m_disabled); }

private:
    IconId m_id;
    QColor m_color;
    QColor m_disabled;
};

} // namespace

QByteArray iconSvg(IconId id, const QColor &color)
{
    QFile file(resourcePath(fileName(id)));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("The icon %s is not in this build", fileName(id));
        return {};
    }
    return file.readAll().replace("currentColor", color.name(QColor::HexRgb).toLatin1());
}

IconId iconForType(protocol::SignalType type)
{
    switch (type) {
    case protocol::SignalType::DecisionIntent:
        return IconId::Decision;
    case protocol::SignalType::Goal:
        return IconId::Goal;
    case protocol::SignalType::Constraint:
        return IconId::Constraint;
    case protocol::SignalType::Assumption:
        return IconId::Assumption;
    case protocol::SignalType::Question:
        return IconId::Question;
    case protocol::SignalType::Claim:
        return IconId::Claim;
    case protocol::SignalType::EvidenceMention:
        return IconId::Evidence;
    case protocol::SignalType::Unknown:
        break;
    }
    return IconId::Signal;
}

void paintIcon(
    QPainter &painter, const QRectF &rect, IconId id, const QColor &color, Qt::LayoutDirection direction)
{
    const double side = std::min(rect.width(), rect.height());
    const double scale = painter.device()->devicePixelRatio();
    const QTransform transform = painter.combinedTransform();
    // Rendered at device size and set on a whole device pixel: anything else would be resampled, and soft.
    const int pixels = std::max(1, qRound(side * scale));
    QPixmap pixmap = rendered(id, color, pixels, direction == Qt::RightToLeft && isDirectional(id));
    pixmap.setDevicePixelRatio(scale);
    QPointF corner = rect.center() - QPointF(side / 2, side / 2);
    if (transform.type() <= QTransform::TxTranslate) {
        const QPointF offset(transform.dx(), transform.dy());
        corner = ((corner * scale + offset * scale).toPoint()).toPointF() / scale - offset;
    }
    painter.drawPixmap(corner, pixmap);
}

QIcon makeIcon(IconId id, const QColor &color, const QColor &disabled)
{
    return QIcon(new TintedIconEngine(id, color, disabled));
}

QIcon applicationIcon()
{
    initIconResources();
    return QIcon(QStringLiteral(":/throughline/icons/throughline.svg"));
}

} // namespace throughline::ui
