#pragma once

#include "ui/controls.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLineEdit>
#include <QWidget>

#include <optional>

/// What the pages of the settings are made of.
namespace throughline::ui {

/// One line to type in, in the theme's type.
class Field final : public QLineEdit
{
    Q_OBJECT

public:
    /// \a name is what assistive technology reads.
    Field(const QString &name, const Appearance &appearance, QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;
};

/// A card with a fine border; lit while something is being done in it.
class Panel : public QWidget
{
    Q_OBJECT

public:
    Panel(const Appearance &appearance, QWidget *parent);
    void setLit(bool lit);

protected:
    const Appearance &appearance() const { return m_appearance; }
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    bool m_lit = false;
};

/// A card that says what something is and how it is, with what can be done at its end, or below where it is
/// narrow.
class SettingsRow final : public Panel
{
    Q_OBJECT

public:
    SettingsRow(const QString &title, const Appearance &appearance, QWidget *parent);

    void setCaption(const QString &text);
    /// The dot before the buttons: well, or not; absent: none. Its colour says nothing the caption does not.
    void setHealth(std::optional<bool> isWell);
    /// Takes \a control, at the end.
    void addControl(QWidget *control);

    QString title() const { return m_title->text(); }
    QString caption() const { return m_caption->text(); }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QBoxLayout *m_row;
    Label *m_title;
    Label *m_caption;
    QWidget *m_controls;
    QWidget *m_dot;
    std::optional<bool> m_isWell;
};

/// One of a few, side by side.
class Choices final : public QWidget
{
    Q_OBJECT

public:
    /// \a name is what assistive technology reads before each choice.
    Choices(const QString &name, const QStringList &texts, const Appearance &appearance, QWidget *parent);
    void setCurrent(int index);
    int current() const;

Q_SIGNALS:
    void chosen(int index); ///< by the person

private:
    QList<Chip *> m_chips;
};

/// A page: its title, then what is added to column(), and room below; scrolls where it does not fit. The Tab
/// key goes through it as the eye does, also where rows come and go.
class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    SettingsPage(const QString &title, const Appearance &appearance, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

    const Appearance &appearance() const { return m_appearance; }
    class QVBoxLayout *column() const { return m_column; }
    QWidget *body() const { return m_body; }
    /// A small heading between two groups of controls.
    Label *addHeading(const QString &text);
    /// Side by side, with room behind them.
    QHBoxLayout *addLinks(const QList<LinkButton *> &links);
    Label *addText(const QString &text, Label::Ink ink = Label::Ink::Text);

private:
    void restyle();

    const Appearance &m_appearance;
    class QLabel *m_heading;
    QWidget *m_body;
    QVBoxLayout *m_column;
};

/// Fields under their names: at the end of a column beside them, or above where it is narrow.
class Form final : public QWidget
{
    Q_OBJECT

public:
    Form(const Appearance &appearance, QWidget *parent);
    /// Takes \a field. Without a name it stands below the one before.
    void add(const QString &name, QWidget *field);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    const Appearance &m_appearance;
    QFormLayout *m_rows;
    QList<Label *> m_labels;
    QList<QWidget *> m_fields;
};

} // namespace throughline::ui
