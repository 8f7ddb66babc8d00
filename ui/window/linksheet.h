#pragma once

#include "ui/controls.h"

#include <QUrl>
#include <QWidget>

namespace throughline::ui {

class MonoText;

/// Shows where a link leads before it is followed: a link comes from a model or another person's text, and
/// its words need not say where it goes. Opens nothing by itself. What goes in a Sheet.
class LinkSheet final : public QWidget
{
    Q_OBJECT

public:
    explicit LinkSheet(const Appearance &appearance);

    /// False for what is not opened at all: anything but http, https and mailto.
    bool show(const QUrl &url);

Q_SIGNALS:
    void openRequested(const QUrl &url); ///< outside the program
    void closeRequested();

private:
    const Appearance &m_appearance;
    Label *m_to;
    MonoText *m_address;
    PushButton *m_open;
    PushButton *m_copy;
    PushButton *m_cancel;
    QUrl m_url;
};

} // namespace throughline::ui
