#pragma once

#include "workspace/decisionrecord.h"

#include <QObject>

class QWidget;

namespace throughline::ui {

/// Brings a decision record out of the program.
class RecordExport final : public QObject
{
    Q_OBJECT

public:
    /// \a window: over which the dialog stands.
    explicit RecordExport(QWidget *window);

    void copy(const workspace::DecisionRecord &record);
    /// Asks where to, and returns at once. The end of the name says the format: Markdown, JSON or Argdown.
    void save(const workspace::DecisionRecord &record);
    /// An existing file is replaced as a whole or stays as it is.
    void saveTo(const QString &path, const workspace::DecisionRecord &record);

Q_SIGNALS:
    void said(const QString &sentence);

private:
    QWidget *m_window;
};

} // namespace throughline::ui
