#include "workspace/textstore.h"

#include <QDir>

namespace throughline::workspace {

namespace {

constexpr auto unit = qint64(sizeof(QChar));

} // namespace

TextStore::TextStore(const QString &folder)
    : m_folder(folder)
{}

TextStore::~TextStore() = default;

bool TextStore::open()
{
    if (m_file)
        return m_file->isOpen();
    const QString folder = m_folder.isEmpty() ? QDir::tempPath() : m_folder;
    if (!QDir().mkpath(folder))
        return false;
    // Not the name of it is asked for anywhere: Qt makes it without one where it can.
    m_file = std::make_unique<QTemporaryFile>(QDir(folder).filePath(QStringLiteral("texts-XXXXXX")));
    return m_file->open();
}

std::optional<TextStore::Place> TextStore::write(const QString &text, const QString &thoughts)
{
    if (!open())
        return std::nullopt;
    const Place place{.at = m_end, .text = text.size(), .thoughts = thoughts.size()};
    const auto put = [this](const QString &piece) {
        const qint64 bytes = piece.size() * unit;
        return m_file->write(reinterpret_cast<const char *>(piece.constData()), bytes) == bytes;
    };
    // Flushed, since only then it is known that the disk has it.
    if (!m_file->seek(m_end) || !put(text) || !put(thoughts) || !m_file->flush())
        return std::nullopt;
    m_end += (text.size() + thoughts.size()) * unit;
    return place;
}

std::optional<TextStore::Texts> TextStore::read(const Place &place)
{
    if (!m_file || !place.isValid() || !m_file->seek(place.at))
        return std::nullopt;
    Texts texts{.text = QString(place.text, Qt::Uninitialized),
        .thoughts = QString(place.thoughts, Qt::Uninitialized)};
    const auto get = [this](QString &piece) {
        const qint64 bytes = piece.size() * unit;
        return m_file->read(reinterpret_cast<char *>(piece.data()), bytes) == bytes;
    };
    if (!get(texts.text) || !get(texts.thoughts))
        return std::nullopt;
    return texts;
}

} // namespace throughline::workspace
