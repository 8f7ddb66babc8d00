#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace throughline::protocol {

/// Somebody who can answer (extension "models").
struct Model
{
    QString id; ///< what Thread::model says: "ollama/qwen2.5:7b", "guide"
    QString name;
    QString provider;
    bool isDefault = false; ///< answers where a conversation has chosen nobody
    bool operator==(const Model &) const = default;
};

/// What `GET models/` answers. Entries without an id are left out.
QList<Model> modelsFromJson(const QJsonObject &object);

} // namespace throughline::protocol
