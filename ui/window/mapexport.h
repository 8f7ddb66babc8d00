#pragma once

#include "exporting/filewriter.h"
#include "ui/mappicture.h"

#include <QObject>

class QWidget;

namespace throughline::ui {

/// Saves a decision map as a picture. GUI thread.
class MapExport final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs lie over \a window, which must outlive this.
    explicit MapExport(QWidget *window);

    /// Asks where to, and as what; returns at once.
    void save(const QString &title, const MapPicture &picture);
    /// Without asking. The suffix says the format: svg, png. False: it is none of these.
    bool saveAs(const QString &path, const QString &title, const MapPicture &picture);

Q_SIGNALS:
    void said(const QString &sentence);

private:
    QWidget *m_window;
    exporting::FileWriter m_writer;
};

} // namespace throughline::ui
