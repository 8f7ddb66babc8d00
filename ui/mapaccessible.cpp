#include "ui/mapaccessible.h"

#include "ui/mapview.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

namespace throughline::ui {

namespace {

/// One node, by its number: what was the second is asked anew after the map has changed.
class MapNodeInterface final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    MapNodeInterface(MapView *view, int node)
        : m_view(view)
        , m_node(node)
    {}

    bool isValid() const override { return m_view && m_node < m_view->picture().map().nodes.size(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override
    {
        return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }
    QAccessibleInterface *child(int /*index*/) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface * /*child*/) const override { return -1; }
    QAccessibleInterface *childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        if (kind == QAccessible::Name)
            return m_view->picture().nameOf(m_node);
        return kind == QAccessible::Description ? m_view->picture().linksOf(m_node) : QString();
    }
    void setText(QAccessible::Text /*kind*/, const QString & /*text*/) override {}

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect node = m_view->nodeRect(m_node);
        return {m_view->viewport()->mapToGlobal(node.topLeft()), node.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.selectable = true;
        state.selected = m_view->selected() == m_node;
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen = !m_view->nodeRect(m_node).intersects(m_view->viewport()->rect());
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {setFocusAction(), pressAction()}; }
    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        if (name == setFocusAction())
            m_view->select(m_node);
        else if (name == pressAction())
            m_view->activate(m_node);
    }
    QStringList keyBindingsForAction(const QString &name) const override
    {
        return name == pressAction() ? QStringList{QKeySequence(Qt::Key_Return).toString()} : QStringList();
    }

private:
    QPointer<MapView> m_view;
    const int m_node;
};

class MapInterface final : public QAccessibleWidget
{
public:
    explicit MapInterface(MapView *view)
        : QAccessibleWidget(view, QAccessible::List)
    {}
    ~MapInterface() override
    {
        for (const QAccessible::Id id : std::as_const(m_ids))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return int(view()->picture().map().nodes.size()); }
    QAccessibleInterface *child(int node) const override
    {
        if (node < 0 || node >= childCount())
            return nullptr;
        while (m_ids.size() <= node)
            m_ids.append(
                QAccessible::registerAccessibleInterface(new MapNodeInterface(view(), int(m_ids.size()))));
        return QAccessible::accessibleInterface(m_ids.at(node));
    }
    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        for (int node = 0; node < m_ids.size(); ++node) {
            if (QAccessible::accessibleInterface(m_ids.at(node)) == wanted)
                return node;
        }
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(view()->nodeAt(view()->viewport()->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface *focusChild() const override
    {
        return view()->hasFocus() ? child(view()->selected()) : nullptr;
    }

private:
    MapView *view() const { return static_cast<MapView *>(widget()); }

    mutable QList<QAccessible::Id> m_ids; ///< of the nodes that were asked for, from the first on
};

QAccessibleInterface *makeInterface(const QString & /*className*/, QObject *object)
{
    auto *view = qobject_cast<MapView *>(object);
    return view ? new MapInterface(view) : nullptr;
}

} // namespace

void installMapAccessibility()
{
    QAccessible::installFactory(makeInterface); // the same factory is installed once
}

void announceMapNode(MapView *view, int node)
{
    QAccessibleEvent focus(view, QAccessible::Focus);
    focus.setChild(node);
    QAccessible::updateAccessibility(&focus);
}

} // namespace throughline::ui
