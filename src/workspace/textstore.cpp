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
    // Without a buffer: what the disk did not take must not be written later, in another text's place.
    return static_cast<QFile &>(*m_file).open(QIODevice::ReadWrite | QIODevice::Unbuffered);
}

std::optional<TextStore::Place> TextStore::write(const QString &text)
{
    const qint64 bytes = text.size() * unit;
    if (!open() || !m_file->seek(m_end) ||
        m_file->write(reinterpret_cast<const char *>(text.constData()), bytes) != bytes)
        return std::nullopt;
    const Place place{.at = m_end, .size = text.size()};
    m_end += bytes;
    return place;
}

std::optional<QString> TextStore::read(const Place &place)
{
    if (!m_file || !place.isValid() || !m_file->seek(place.at))
        return std::nullopt;
    QString text(place.size, Qt::Uninitialized);
    const qint64 bytes = text.size() * unit;
    if (m_file->read(reinterpret_cast<char *>(text.data()), bytes) != bytes)
        return std::nullopt;
    return text;
}

} // namespace throughline::workspace
