#pragma once

#include "ui/theme.h"

#include <QObject>

class QApplication;

namespace throughline::ui {

/// What a system palette says about the look the user asked the system for.
enum class SystemLook { Light, Dark, HighContrastLight, HighContrastDark };
SystemLook systemLook(const QPalette &palette);

/// Decides which Theme is in force and tells when it changes: the user's choice, else what the system shows
/// (colour scheme, high contrast). Made once by the application and handed to every view by reference; it
/// must outlive them. It sets palette, font and style sheet of the application before it emits changed(), so
/// that standard widgets are right when views repaint.
///
/// GUI thread only. It never reads or writes settings: whoever owns them listens to choiceChanged().
class Appearance final : public QObject
{
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark, HighContrast };

    explicit Appearance(QApplication &application, QObject *parent = nullptr);
    ~Appearance() override;

    /// While the first window is built the style sheet is off: with it, each widget that is put into another
    /// is styled anew with all that is in it, which took most of a start. Does nothing where there is a
    /// window already.
    class FirstBuild
    {
    public:
        explicit FirstBuild(Appearance &appearance);
        ~FirstBuild();
        Q_DISABLE_COPY_MOVE(FirstBuild)

    private:
        Appearance *m_appearance; ///< null: there is a window
    };

    const Theme &theme() const { return m_theme; }

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);

    /// 1.0 … 2.0; values outside are clamped.
    double textScale() const { return m_textScale; }
    void setTextScale(double scale);
    /// The sizes that are offered, in percent, the smallest first.
    static const QList<int> &textPercents();
    /// To the next of them, or several: above 0 larger.
    void stepTextScale(int steps);

    Density density() const { return m_density; }
    void setDensity(Density density);

    /// MotionMs, or 0 when the system or the user wants no motion.
    int motionMs() const;

Q_SIGNALS:
    /// theme() is another one now.
    void changed();
    /// The user's choice, text size or density changed and should be remembered.
    void choiceChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void beginOwnChange();
    void readSystem();
    void apply();

    QApplication &m_application;
    QPalette m_systemPalette;
    SystemLook m_systemLook = SystemLook::Light;
    Choice m_choice = Choice::System;
    double m_textScale = 1.0;
    Density m_density = Density::Comfortable;
    Theme m_theme;
    bool m_isBuilding = false; ///< a FirstBuild lives
    int m_ownChanges = 0;      ///< whose echoes are still in the event queue
};

} // namespace throughline::ui
