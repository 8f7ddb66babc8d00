#include "workspace/textfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <algorithm>

namespace throughline::workspace {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(TextFile)
};

TextFile refused(const QString &sentence)
{
    return {.text = {}, .problem = sentence};
}

/// A fence that is longer than any in \a text.
QString fenced(const QString &text, const QString &language)
{
    qsizetype longest = 2;
    qsizetype here = 0;
    for (const QChar c : text) {
        here = c == u'`' ? here + 1 : 0;
        longest = std::max(longest, here);
    }
    const QString fence(longest + 1, u'`');
    return fence + language + u'\n' + text + u'\n' + fence;
}

} // namespace

TextFile TextFile::read(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return refused(Words::tr("There is no file %1.").arg(path));
    // A pipe or a device would keep the program waiting.
    if (!info.isFile())
        return refused(Words::tr("%1 is no file with text.").arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refused(Words::tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    const QByteArray bytes = file.read(mostBytes + 1);
    if (bytes.size() > mostBytes)
        return refused(Words::tr("%1 is too long for a message: 256 KiB are the most.").arg(path));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = QString(decoder(bytes)).remove(u'\r').trimmed();
    if (decoder.hasError() || text.contains(QChar::Null))
        return refused(Words::tr("%1 is no file with text.").arg(path));
    if (text.isEmpty())
        return refused(Words::tr("%1 is empty.").arg(path));
    const QString kind = info.suffix().toLower();
    const bool isProse = kind.isEmpty() || kind == QLatin1StringView("md") ||
                         kind == QLatin1StringView("markdown") || kind == QLatin1StringView("txt");
    return {.text = info.fileName() + QStringLiteral(":\n\n") + (isProse ? text : fenced(text, kind)) + u'\n',
        .problem = {}};
}

} // namespace throughline::workspace
