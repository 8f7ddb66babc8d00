#include "server/extraction/dedupekey.h"

#include "server/extraction/foldedtext.h"

#include <QCryptographicHash>

namespace throughline::server::extraction {

QString dedupeKey(protocol::SignalType type, QStringView text)
{
    const QString material = protocol::signalTypeName(type) + u'\n' + normalizedText(text);
    return QString::fromLatin1(
        QCryptographicHash::hash(material.toUtf8(), QCryptographicHash::Sha256).toHex());
}

} // namespace throughline::server::extraction
