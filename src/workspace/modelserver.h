#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace throughline::workspace {

/// One place where models answer, as the person set it up. It holds no key: that is in the keychain, under
/// the id.
struct ModelServer
{
    QString id{}; ///< "ollama": what its models' ids begin with; never changes
    QString name{};
    QUrl address{};
    QString model{};     ///< asked when a conversation names none; empty: the first it lists
    bool hasKey = false; ///< a key was given for this address

    bool isOnThisComputer() const;
    bool operator==(const ModelServer &) const = default;
};

/// A model server that was found running here and is not set up.
struct FoundServer
{
    QString name{};
    QUrl address{};
    QStringList models{};
    bool operator==(const FoundServer &) const = default;
};

/// What asking a model server came to.
struct ModelCheck
{
    bool works = false;
    QString sentence{}; ///< "Answered in 0.8 s · 14 models", or what is wrong and what to do next
    QStringList models{};
    bool operator==(const ModelCheck &) const = default;
};

/// For the settings file. What cannot be one is left out.
QByteArray toJson(const QList<ModelServer> &servers);
QList<ModelServer> modelServersFromJson(const QByteArray &json);

/// What a person types as an address: without a scheme it is http on this computer and https elsewhere.
/// Invalid when it cannot be one (another scheme, no host, a name and password inside).
QUrl modelAddress(const QString &typed);

/// The one of \a models that a conversation most likely wants: the first that is not for embeddings only.
QString likelyModel(const QStringList &models);

} // namespace throughline::workspace
