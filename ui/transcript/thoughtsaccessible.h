#pragma once

#include <QAccessible>
#include <QAccessibleActionInterface>
#include <QPersistentModelIndex>
#include <QPointer>

namespace throughline::ui {

class TranscriptView;

/// What a model thought, as assistive technology sees it: a button in its message that says whether it is
/// open and, when it is, has the text as its value. Valid while its message is there and has thoughts.
class ThoughtsInterface final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ThoughtsInterface(TranscriptView *view, const QPersistentModelIndex &message);

    void letGo() { m_view = nullptr; } ///< the view is being destroyed

    bool isValid() const override;
    QObject *object() const override { return nullptr; }
    QWindow *window() const override;
    QAccessibleInterface *parent() const override;
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessible::Role role() const override { return QAccessible::Button; }
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override; ///< of the line
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    QStringList actionNames() const override;
    QString localizedActionName(const QString &name) const override;
    void doAction(const QString &name) override;
    QStringList keyBindingsForAction(const QString &name) const override;

private:
    QPointer<TranscriptView> m_view;
    QPersistentModelIndex m_message;
};

} // namespace throughline::ui
