#pragma once

#include "ui/controls.h"

#include <QWidget>

#include <functional>

namespace throughline::ui {

/// A quiet line above the composer that says what is wrong as long as it is wrong, and what can be done about
/// it.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    NoticeBar(const Appearance &appearance, QWidget *parent = nullptr);

    /// An empty \a text hides the bar; an empty \a action shows no link.
    void show(const QString &text, const QString &action = {}, std::function<void()> act = {});
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    Label *m_text;
    LinkButton *m_action;
    std::function<void()> m_act;
};

} // namespace throughline::ui
