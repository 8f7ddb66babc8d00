#include "ui/window/linkdialog.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QPushButton>

namespace throughline::ui {

void LinkDialog::ask(const QUrl &url, QWidget *parent)
{
    const QStringList followed{QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("mailto")};
    if (!url.isValid() || !followed.contains(url.scheme()))
        return;
    auto *dialog = new LinkDialog(url, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

LinkDialog::LinkDialog(const QUrl &url, QWidget *parent)
    : QMessageBox(Question, tr("Open this link?"), tr("Open this link outside Throughline?"), Cancel, parent)
{
    setTextFormat(Qt::PlainText);
    // As it will be opened, in ASCII: letters that only look like others cannot hide the host.
    setInformativeText(QString::fromLatin1(url.toEncoded()));
    const QPushButton *open = addButton(tr("Open"), AcceptRole);
    const QPushButton *copy = addButton(tr("Copy"), ActionRole);
    connect(this, &QMessageBox::buttonClicked, this, [url, open, copy](const QAbstractButton *clicked) {
        if (clicked == open)
            QDesktopServices::openUrl(url);
        else if (clicked == copy)
            QGuiApplication::clipboard()->setText(QString::fromLatin1(url.toEncoded()));
    });
}

} // namespace throughline::ui
