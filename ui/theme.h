#pragma once

#include "protocol/values.h"

#include <QColor>
#include <QFont>
#include <QList>
#include <QPalette>

namespace throughline::ui {

/// Distances in device-independent pixels; the only ones the interface uses.
namespace space {
inline constexpr int Xs = 4;
inline constexpr int S = 8;
inline constexpr int M = 12;
inline constexpr int L = 16;
inline constexpr int Xl = 24;
inline constexpr int Xxl = 32;
} // namespace space

namespace radius {
inline constexpr int Control = 6;
inline constexpr int Button = 9;
inline constexpr int Card = 10;
inline constexpr int Composer = 14;
} // namespace radius

inline constexpr int FocusRing = 2;    ///< width of the ring around what has the keyboard
inline constexpr int SmallestHit = 24; ///< no control is smaller than this in either direction
inline constexpr int MotionMs = 120;   ///< ease-out; 0 when the system asks for reduced motion

/// How close together things are that come in rows.
enum class Density { Comfortable, Compact };

/// The distances that depend on it, at a text scale of 1.
struct RowSpacing
{
    int thread;      ///< above and below the words of a conversation in the list
    int card;        ///< above and below what is in a card of Structure
    int cardGap;     ///< between two cards
    int cardLine;    ///< between the text of a card and what stands below it
    int cardActions; ///< above the actions of a card
    int activity;    ///< above and below the words of a request, together
    int bubbleX;     ///< beside the text of the user's message
    int bubbleY;     ///< above and below it
    int message;     ///< between two messages
};

/// The kinds of text the interface sets. Sizes in the comment are at a text scale of 1.
enum class TextStyle {
    Body,       ///< 13, line 1.4
    BodyMedium, ///< 13, medium weight
    BodyStrong, ///< 13, semi-bold
    Title,      ///< 14, semi-bold: the head of a pane
    Caption,    ///< 12
    CaptionMedium,
    CaptionStrong,
    Small, ///< 11.5: times and card footers
    SmallMedium,
    SmallStrong,
    Chat,     ///< 15, line 1.55
    Headline, ///< 22, semi-bold: the empty conversation
    Code,     ///< 13 monospace, line 1.5
    CodeSmall ///< 11.5 monospace
};

/// The colours of one theme. All are opaque except hover, selection and shadow, which are laid over a ground.
struct ThemeColors
{
    QColor window;
    QColor surface;
    QColor sunken;
    QColor border;
    QColor text;
    QColor muted;
    QColor accent;
    QColor onAccent;
    QColor userMessage;
    QColor danger;
    QColor warning;
    QColor success;
    QColor hover;
    QColor selection;
    QColor shadow;
    QColor toastAction; ///< a toast is inverted: its ground is text, its text is surface

    QColor decision;
    QColor goal;
    QColor constraint;
    QColor assumption;
    QColor question;
    QColor claim;
    QColor evidence;

    QColor codeComment;
    QColor codeString;
    QColor codeNumber;
    QColor codeKeyword;
    QColor codeType;
    QColor codeMeta;
    QColor codeAdded;
    QColor codeRemoved;
    bool operator==(const ThemeColors &) const = default;
};

/// A text colour and the ground it is set on, named for the test that computes their contrast.
struct TextPair
{
    QByteArray name;
    QColor text;
    QColor ground;
};

/// How strongly a colour lies behind text that stands out, 0 … 1.
namespace tint {
inline constexpr double Span = 0.2;       ///< the type's, behind the sentence of a signal
inline constexpr double Selection = 0.25; ///< the accent, muted in a window that is not active
inline constexpr double Found = 0.22;     ///< the warning's
} // namespace tint

/// Everything that decides how the interface looks: colours and fonts, as a value. It never asks the system;
/// Appearance does, and hands out the Theme in force.
struct Theme
{
    enum class Kind { Light, Dark, HighContrast };

    Kind kind = Kind::Light;
    ThemeColors colors;
    double textScale = 1.0; ///< 1.0 … 2.0
    Density density = Density::Comfortable;

    static Theme light(double textScale = 1.0);
    static Theme dark(double textScale = 1.0);
    /// Black and white as the system has them; type colours kept where they reach 7 : 1 and moved until they
    /// do.
    static Theme highContrast(const QPalette &system, double textScale = 1.0);

    bool isDark() const { return colors.window.lightnessF() < 0.5F; }

    QFont font(TextStyle style) const;
    /// The height of one line set in \a style, in pixels, leading included.
    int lineHeight(TextStyle style) const;
    /// \a pixels grown with the text, for things that hold text.
    int scaled(double pixels) const { return qRound(pixels * textScale); }

    const RowSpacing &rows() const;

    QColor typeColor(protocol::SignalType type) const;

    QPalette palette() const;
    /// For the standard widgets (fields, menus, tool tips, scroll bars, tables); ours paint themselves.
    QString styleSheet() const;

    /// Every text colour in use with every ground it is used on.
    QList<TextPair> textPairs() const;

    bool operator==(const Theme &) const = default;
};

/// \a top laid over an opaque \a ground.
QColor blended(const QColor &top, const QColor &ground);
/// WCAG 2 contrast of two opaque colours, 1 … 21.
double contrast(const QColor &a, const QColor &b);

} // namespace throughline::ui
