#pragma once

#include "ui/appearance.h"
#include "ui/icons.h"

#include <QLineEdit>

namespace throughline::ui {

/// A one-line field with an icon at its start and, while it holds text, a button that clears it. Escape
/// clears it too; a second Escape is left to the owner.
class SearchField final : public QLineEdit
{
    Q_OBJECT

public:
    SearchField(IconId icon, const QString &placeholder, const Appearance &appearance, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    const Appearance &m_appearance;
    IconId m_icon;
    QAction *m_clear; ///< child
};

} // namespace throughline::ui
