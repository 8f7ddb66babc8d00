#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QObject;
class QWidget;

namespace throughline::ui {

struct SaveQuestion
{
    QString caption;     ///< of the dialog
    QString title;       ///< of what is saved; the name that is offered comes from it
    QStringList filters; ///< each with one pattern: "Markdown (*.md)"; the first is chosen at first
};

/// Asks over \a window where to save, and returns at once. The end of the offered name follows the filter.
/// \a chosen is called with the path, while \a receiver lives and unless the dialog is cancelled. GUI thread.
void askWhereToSave(QWidget *window, const SaveQuestion &question, const QObject *receiver,
    const std::function<void(const QString &path)> &chosen);

/// Where files are looked for and saved at first: the documents, or home where a system has no folder for
/// them.
QString folderToOffer();

} // namespace throughline::ui
