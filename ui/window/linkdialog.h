#pragma once

#include <QMessageBox>
#include <QUrl>

namespace throughline::ui {

/// Shows where a link leads before it is followed: a link comes from a model or another person's text, and
/// its words need not say where it goes. Opens nothing by itself.
class LinkDialog final : public QMessageBox
{
    Q_OBJECT

public:
    /// Opens the dialog over \a parent and returns at once. Only http, https and mailto are asked about.
    static void ask(const QUrl &url, QWidget *parent);

private:
    LinkDialog(const QUrl &url, QWidget *parent);
};

} // namespace throughline::ui
