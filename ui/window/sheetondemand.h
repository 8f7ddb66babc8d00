#pragma once

#include "ui/sheet.h"

#include <functional>

namespace throughline::ui {

/// What sheets lie over, and what lies over them.
struct SheetPlace
{
    const Appearance &appearance;
    QWidget *window;
    QWidget *above; ///< raised over each sheet that opens
};

/// A sheet that is made, with what is on it, when it is first asked for: a window that opens makes none of
/// its sheets. Content has a signal closeRequested(), or is closed otherwise.
template <typename Content>
class SheetOnDemand
{
public:
    /// \a make gives the content, wired to all but the sheet; \a dismissed is told when that has closed.
    SheetOnDemand(const SheetPlace &place, const QSize &size, std::function<Content *()> make,
        std::function<void(Content &)> dismissed = {})
        : m_place(place)
        , m_size(size)
        , m_make(std::move(make))
        , m_dismissed(std::move(dismissed))
    {}

    Content &content()
    {
        sheet();
        return *m_content;
    }
    /// Null until it has been asked for.
    Content *made() const { return m_content; }

    void open() { sheet().open(); }
    void dismiss()
    {
        if (m_sheet)
            m_sheet->dismiss();
    }
    bool isOpen() const { return m_sheet && m_sheet->isVisible(); }

private:
    Sheet &sheet()
    {
        if (!m_sheet) {
            m_content = m_make();
            m_sheet = new Sheet(m_content, m_size, m_place.appearance, m_place.window);
            QObject::connect(m_sheet, &Sheet::opened, m_place.above, &QWidget::raise);
            if constexpr (requires { &Content::closeRequested; })
                QObject::connect(m_content, &Content::closeRequested, m_sheet, &Sheet::dismiss);
            if (m_dismissed)
                QObject::connect(m_sheet, &Sheet::dismissed, m_content,
                    [content = m_content, dismissed = m_dismissed] { dismissed(*content); });
        }
        return *m_sheet;
    }

    SheetPlace m_place;
    QSize m_size;
    std::function<Content *()> m_make;
    std::function<void(Content &)> m_dismissed;
    Content *m_content = nullptr; ///< the sheet's child
    Sheet *m_sheet = nullptr;     ///< the window's child
};

} // namespace throughline::ui
