#include "protocol/model.h"

#include <QJsonArray>

namespace throughline::protocol {

QList<Model> modelsFromJson(const QJsonObject &object)
{
    QList<Model> models;
    const QJsonArray results = object.value(QLatin1StringView("results")).toArray();
    for (const auto &value : results) {
        const QJsonObject entry = value.toObject();
        Model model{.id = entry.value(QLatin1StringView("id")).toString(),
            .name = entry.value(QLatin1StringView("name")).toString(),
            .provider = entry.value(QLatin1StringView("provider")).toString(),
            .isDefault = entry.value(QLatin1StringView("default")).toBool()};
        if (model.name.isEmpty())
            model.name = model.id;
        if (!model.id.isEmpty())
            models.append(model);
    }
    return models;
}

} // namespace throughline::protocol
