#include "app/opening.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace throughline::app {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Opening)
};

Opening refused(const QString &sentence)
{
    return {.text = {}, .problem = sentence};
}

Opening ofAddress(const QUrl &address)
{
    // Some make throughline://new of it.
    const QString name = address.host() + address.path();
    const QString text =
        QUrlQuery(address).queryItemValue(QStringLiteral("text"), QUrl::FullyDecoded).trimmed();
    if (name != QLatin1StringView("new") || text.isEmpty() || address.hasFragment())
        return refused(Words::tr("Throughline opens addresses like throughline:new?text=… only."));
    if (text.toUtf8().size() > Opening::mostBytes || text.contains(QChar::Null))
        return refused(Words::tr("The address has more text than fits into a message."));
    return {.text = text, .problem = {}};
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

Opening ofFile(const QString &path)
{
    const QFileInfo info(path);
    const QString name = info.fileName();
    if (!info.exists())
        return refused(Words::tr("There is no file %1.").arg(path));
    // A pipe or a device would keep the program waiting.
    if (!info.isFile())
        return refused(Words::tr("%1 is no file with text.").arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refused(Words::tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    const QByteArray bytes = file.read(Opening::mostBytes + 1);
    if (bytes.size() > Opening::mostBytes)
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
    return {.text = name + QStringLiteral(":\n\n") + (isProse ? text : fenced(text, kind)) + u'\n',
        .problem = {}};
}

} // namespace

Opening Opening::of(const QString &argument)
{
    const QUrl address(argument, QUrl::StrictMode);
    if (address.scheme() == QLatin1StringView("throughline"))
        return ofAddress(address);
    if (address.isLocalFile())
        return ofFile(address.toLocalFile());
    return ofFile(argument);
}

QString Opening::toMessage() const
{
    return problem + QChar::Null + text;
}

Opening Opening::fromMessage(const QString &message)
{
    return {.text = message.section(QChar::Null, 1), .problem = message.section(QChar::Null, 0, 0)};
}

} // namespace throughline::app
