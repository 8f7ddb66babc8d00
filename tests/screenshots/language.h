#pragma once

#include <QString>

#include <memory>

namespace throughline::screenshots {

/// What the program speaks in a scene.
enum class Language {
    English,
    German,
    Mirrored ///< no language: every word longer and in Hebrew letters, everything from right to left
};

/// The language of the program and its locale, as long as this lives. Before the window is made.
class Spoken
{
public:
    explicit Spoken(Language language);
    ~Spoken();
    Spoken(const Spoken &) = delete;
    Spoken &operator=(const Spoken &) = delete;

    /// Whether \a english, or what it was translated into, is \a said. So that a scene finds a button by one
    /// name in every language.
    static bool means(const QString &said, const QString &english);

private:
    class Translator;

    std::unique_ptr<Translator> m_words;
    std::unique_ptr<Translator> m_qtWords;
};

} // namespace throughline::screenshots
