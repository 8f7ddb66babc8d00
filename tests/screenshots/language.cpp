#include "screenshots/language.h"

#include <QGuiApplication>
#include <QLocale>
#include <QMultiHash>
#include <QRegularExpression>
#include <QTranslator>

namespace throughline::screenshots {

namespace {

/// What stays as it is: what is filled in, mnemonics, markup, patterns of file names, addresses.
const QRegularExpression &kept()
{
    static const QRegularExpression pattern(
        QStringLiteral("%L?[0-9n]|&(?=\\w)|<[^>]+>|\\*?\\.[a-z]+|https?://\\S+|[a-z]+:[0-9]+"));
    return pattern;
}

QString hebrew(QStringView text)
{
    constexpr QStringView letters(u"אבצדעפגהיכקלמנוספרשתטבוחזץ");
    QString shown;
    for (const QChar c : text) {
        const int letter = c.toLower().unicode() - u'a';
        if (letter < 0 || letter >= letters.size()) {
            shown.append(c);
            continue;
        }
        shown.append(letters.at(letter));
        // Longer than English, as most languages are.
        if (QStringView(u"aeiou").contains(c.toLower()))
            shown.append(letters.at(letter));
    }
    return shown;
}

QString pseudo(const QString &source)
{
    QString shown;
    qsizetype at = 0;
    for (auto it = kept().globalMatch(source); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        shown += hebrew(QStringView(source).mid(at, match.capturedStart() - at));
        shown += match.captured();
        at = match.capturedEnd();
    }
    return shown + hebrew(QStringView(source).mid(at));
}

/// Of what has been said; several words may be the same in another language.
QMultiHash<QString, QString> &sources()
{
    static QMultiHash<QString, QString> all;
    return all;
}

const QLocale english(QLocale::English, QLocale::UnitedKingdom);

} // namespace

class Spoken::Translator final : public QTranslator
{
public:
    explicit Translator(Language language)
        : m_language(language)
    {}

    bool isEmpty() const override { return m_language != Language::Mirrored && QTranslator::isEmpty(); }

    QString translate(const char *context, const char *source, const char *comment, int n) const override
    {
        const QString text = QString::fromUtf8(source);
        if (m_language == Language::Mirrored) {
            if (text == QLatin1String("QT_LAYOUT_DIRECTION"))
                return QStringLiteral("RTL");
            return known(pseudo(text), text);
        }
        const QString said = QTranslator::translate(context, source, comment, n);
        return said.isEmpty() ? said : known(said, text);
    }

private:
    static QString known(const QString &said, const QString &source)
    {
        if (!sources().contains(said, source))
            sources().insert(said, source);
        return said;
    }

    Language m_language;
};

Spoken::Spoken(Language language)
{
    if (language == Language::English)
        return;
    m_words = std::make_unique<Translator>(language);
    if (language == Language::German) {
        const QString folder = QStringLiteral(THROUGHLINE_BUILD_DIR "/resources/translations");
        m_qtWords = std::make_unique<Translator>(language);
        if (!m_words->load(QStringLiteral("throughline_de"), folder) ||
            !m_qtWords->load(QStringLiteral("qtbase_de"), folder))
            qFatal("There is no German in %s", qPrintable(folder));
        QCoreApplication::installTranslator(m_qtWords.get());
    }
    QLocale::setDefault(language == Language::German ? QLocale(QLocale::German, QLocale::Germany)
                                                     : QLocale(QLocale::Hebrew, QLocale::Israel));
    QCoreApplication::installTranslator(m_words.get());
}

Spoken::~Spoken()
{
    QLocale::setDefault(english);
    sources().clear();
    // Removing them says so to the application, which looks again from where to where it reads.
    m_words.reset();
    m_qtWords.reset();
}

bool Spoken::means(const QString &said, const QString &english)
{
    if (said == english || sources().contains(said, english))
        return true;
    // "Kind of choice: choice"
    const QString colon = QStringLiteral(": ");
    return said.contains(colon) && english.contains(colon) &&
           means(said.section(colon, 0, 0), english.section(colon, 0, 0)) &&
           means(said.section(colon, 1), english.section(colon, 1));
}

} // namespace throughline::screenshots
