#include "app/opening.h"

#include "workspace/textfile.h"

#include <QCoreApplication>
#include <QUrl>
#include <QUrlQuery>

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
    if (text.toUtf8().size() > workspace::TextFile::mostBytes || text.contains(QChar::Null))
        return refused(Words::tr("The address has more text than fits into a message."));
    return {.text = text, .problem = {}};
}

Opening ofFile(const QString &path)
{
    const workspace::TextFile file = workspace::TextFile::read(path);
    return {.text = file.text, .problem = file.problem};
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
