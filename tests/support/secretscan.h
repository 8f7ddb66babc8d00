#pragma once

#include <QByteArray>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QString>
#include <QStringList>

#include <cstring>

namespace throughline::test {

/// Looks for secrets where none may be: for every piece of eight bytes of each, as it is, in base64 of either
/// alphabet and wherever it begins, in hexadecimal, percent-encoded and escaped as in JSON, also with zeros
/// in between, as texts of two bytes a character have. (Of spellings that take two bytes and more for each,
/// from 16 on.) It shares no code with what hides secrets.
class SecretScan
{
public:
    void lookFor(const QString &name, const QByteArray &secret)
    {
        for (const auto &[spelling, text, bytesEach] : spellings(secret)) {
            const QString what = name + QStringLiteral(" (%1)").arg(spelling);
            for (qsizetype at = 0; bytesEach == 1 && at + pieceSize <= text.size(); ++at)
                m_pieces.insert(piece(text, at), what);
            const qsizetype length = pieceSize * bytesEach;
            for (qsizetype at = 0; bytesEach > 1 && at + length <= text.size(); at += length)
                m_longPieces.append({text.mid(at, length), what});
        }
    }

    /// What is in \a data of them: names, each once, with how it is written.
    QStringList in(const QByteArray &data) const
    {
        QStringList found = plain(data);
        if (data.contains('\0')) {
            for (const QString &name : plain(QByteArray(data).replace(QByteArray(1, '\0'), QByteArray()))) {
                if (!found.contains(name))
                    found.append(name);
            }
        }
        return found;
    }

    /// "file: name" for every file below \a folder. \a except: paths in it that may hold what they hold.
    QStringList inFolder(const QString &folder, const QStringList &except = {})
    {
        QStringList found;
        QDirIterator all(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile file(all.next());
            if (except.contains(file.fileName()) || !file.open(QIODevice::ReadOnly))
                continue;
            const QString name = QDir(folder).relativeFilePath(file.fileName());
            m_files.append(name);
            for (const QString &secret : in(file.readAll()) + in(name.toUtf8()))
                found.append(QStringLiteral("%1: %2").arg(name, secret));
        }
        return found;
    }

    /// In what every user of the machine, or this one's other programs, can see of a running process (Linux).
    QStringList inProcess(qint64 pid)
    {
        QStringList found;
        for (const char *part : {"cmdline", "environ", "comm"}) {
            QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(part)));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            m_files.append(QLatin1String(part));
            for (const QString &secret : in(file.readAll()))
                found.append(QStringLiteral("%1: %2").arg(QLatin1String(part), secret));
        }
        return found;
    }

    const QStringList &files() const { return m_files; } ///< that were looked into, so far

    struct Spelling
    {
        QString name;
        QByteArray text;
        qsizetype bytesEach = 1; ///< for one of the secret
    };
    static QList<Spelling> spellings(const QByteArray &secret)
    {
        QByteArray escaped;
        QByteArray numbered;
        for (const char c : secret) {
            escaped += c == '/' || c == '"' || c == '\\' ? QByteArray("\\") + c : QByteArray(1, c);
            numbered += "\\u00" + QByteArray(1, c).toHex();
        }
        QList<Spelling> all{{QStringLiteral("as it is"), secret},
            {QStringLiteral("percent-encoded"), secret.toPercentEncoding()},
            {QStringLiteral("percent-encoded throughout"), '%' + secret.toHex('%'), 3},
            {QStringLiteral("in JSON"), escaped}, {QStringLiteral("in JSON, by numbers"), numbered, 6},
            {QStringLiteral("hexadecimal"), secret.toHex(), 2}};
        for (const QByteArray before : {"", "-", "--"}) {
            // The characters that say nothing but of this secret: what they share with others is left out.
            const QByteArray whole = before + secret;
            const QByteArray even = whole.left(whole.size() / 3 * 3);
            const qsizetype shared = before.isEmpty() ? 0 : 4;
            all.append({QStringLiteral("base64"), even.toBase64().mid(shared)});
            all.append(
                {QStringLiteral("base64url"), even.toBase64(QByteArray::Base64UrlEncoding).mid(shared)});
        }
        return all;
    }

private:
    static constexpr qsizetype pieceSize = 8;

    static quint64 piece(const QByteArray &text, qsizetype at)
    {
        quint64 value = 0;
        std::memcpy(&value, text.constData() + at, pieceSize);
        return value;
    }

    QStringList plain(const QByteArray &data) const
    {
        QStringList found;
        for (qsizetype at = 0; at + pieceSize <= data.size(); ++at) {
            const auto hit = m_pieces.constFind(piece(data, at));
            if (hit != m_pieces.cend() && !found.contains(*hit))
                found.append(*hit);
        }
        for (const auto &[text, name] : m_longPieces) {
            if (!found.contains(name) && data.contains(text))
                found.append(name);
        }
        return found;
    }

    QList<QPair<QByteArray, QString>> m_longPieces;
    QHash<quint64, QString> m_pieces;
    QStringList m_files;
};

} // namespace throughline::test
