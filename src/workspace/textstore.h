#pragma once

#include <QString>
#include <QTemporaryFile>

#include <memory>
#include <optional>

namespace throughline::workspace {

/// Where texts of messages lie that nobody looks at, while a conversation is open: a file that only this
/// process can read, that has no name where the system allows it, and that is gone with the store. It only
/// grows. What cannot be written stays in memory; what cannot be read again is on the server. Not thread
/// safe; reading and writing are a system call each.
class TextStore
{
public:
    /// \a folder is created when the first text is written, and the file in it. Empty: the system's folder
    /// for such files.
    explicit TextStore(const QString &folder = {});
    virtual ~TextStore();
    TextStore(const TextStore &) = delete;
    TextStore &operator=(const TextStore &) = delete;

    struct Place
    {
        qint64 at = -1;     ///< bytes from the start of the file; -1: nowhere
        qsizetype size = 0; ///< UTF-16 units
        bool isValid() const { return at >= 0; }
    };

    /// As it is, unit by unit. Without a value the disk does not take it; what was written before stays.
    virtual std::optional<Place> write(const QString &text);
    virtual std::optional<QString> read(const Place &place);

private:
    bool open();

    const QString m_folder;
    std::unique_ptr<QTemporaryFile> m_file;
    qint64 m_end = 0; ///< where the next text goes
};

} // namespace throughline::workspace
