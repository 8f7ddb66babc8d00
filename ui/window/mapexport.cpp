#include "ui/window/mapexport.h"

#include "ui/window/savedialog.h"

#include <QDir>
#include <QFileInfo>
#include <QWidget>

namespace throughline::ui {

MapExport::MapExport(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    connect(&m_writer, &exporting::FileWriter::finished, this,
        [this](const QString &path, const QString &problem) {
            Q_EMIT said(problem.isEmpty() ? tr("Saved as %1").arg(QDir::toNativeSeparators(path)) : problem);
        });
}

void MapExport::save(const QString &title, const MapPicture &picture)
{
    const SaveQuestion question{.caption = tr("Save the map"),
        .title = title.isEmpty() ? tr("Map") : title,
        .filters = {tr("Vector picture, SVG (*.svg)"), tr("Picture, PNG (*.png)")}};
    askWhereToSave(m_window, question, this, [this, title, picture](const QString &path) {
        if (!saveAs(path, title, picture))
            Q_EMIT said(tr("Nothing was saved: the name has to end in .svg or .png."));
    });
}

bool MapExport::saveAs(const QString &path, const QString &title, const MapPicture &picture)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    const bool isSvg = suffix == QLatin1StringView("svg");
    if (!isSvg && suffix != QLatin1StringView("png"))
        return false;
    m_writer.write(
        path, [title, picture, isSvg] { return isSvg ? picture.toSvg(title) : picture.toPng(title); });
    return true;
}

} // namespace throughline::ui
