#pragma once

#include "exporting/filewriter.h"
#include "workspace/decisionrecord.h"

#include <QObject>

class QWidget;

namespace throughline::ui {

/// Brings a decision record out of the program. GUI thread.
class RecordExport final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs lie over \a window, which must outlive this.
    explicit RecordExport(QWidget *window);

    void copy(const workspace::DecisionRecord &record);
    /// Asks where to, and as what; returns at once.
    void save(const workspace::DecisionRecord &record);

    /// Without asking. The suffix says the format: md, json, argdown. False: it is none of these.
    bool saveAs(const QString &path, const workspace::DecisionRecord &record);

Q_SIGNALS:
    void said(const QString &sentence);

private:
    QWidget *m_window;
    exporting::FileWriter m_writer;
};

} // namespace throughline::ui
