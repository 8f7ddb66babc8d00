#pragma once

#include "ui/settings/settingsparts.h"

#include <QKeySequence>

class QGridLayout;

namespace throughline::ui {

/// Which key sends, and what the other keys do.
class KeyboardPage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    KeyboardPage(const Appearance &appearance, QWidget *parent);

    void setEnterSends(bool sends);
    /// One more line of those that hold everywhere.
    void addKeys(const QString &what, const QList<QKeySequence> &keys);

Q_SIGNALS:
    void enterSendsChanged(bool sends); ///< by the person
    void commandsRequested();           ///< to be listed

private:
    void addKeys(QGridLayout &grid, const QString &what, const QString &keys);

    Choices *m_sends;
    QGridLayout *m_everywhere;
};

} // namespace throughline::ui
