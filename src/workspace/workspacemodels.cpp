#include "workspace/workspace_p.h"

#include <algorithm>
#include <utility>

namespace throughline::workspace {

const protocol::Model *Workspace::Private::currentModel() const
{
    const protocol::Thread *shown = thread(currentId);
    const QString chosen = shown ? shown->model : QString();
    const auto found = std::find_if(models.cbegin(), models.cend(), [&chosen](const protocol::Model &model) {
        return chosen.isEmpty() ? model.isDefault : model.id == chosen;
    });
    return found == models.cend() ? nullptr : &*found;
}

void Workspace::Private::noticeModel()
{
    const std::pair<QString, QJsonObject> now{q->modelName(), q->generationSettings()};
    if (std::exchange(saidModel, now) != now)
        Q_EMIT q->modelsChanged();
}

void Workspace::Private::listModels()
{
    if (!q->supportsModels() || listingModels)
        return;
    listingModels =
        client.listModels(asking.get(), [this](const protocol::Expected<QList<protocol::Model>> &list) {
            listingModels.clear();
            // Without an answer, what was known stays; the connection says what is wrong with it.
            if (!list || *list == models)
                return;
            models = *list;
            saidModel = {q->modelName(), q->generationSettings()};
            Q_EMIT q->modelsChanged();
        });
}

bool Workspace::supportsModels() const
{
    return d->client.serverInfo().has(QLatin1StringView("models"));
}

const QList<protocol::Model> &Workspace::models() const
{
    return d->models;
}

void Workspace::refreshModels()
{
    if (d->state != Connection::Online)
        return;
    // An answer that is on its way may be older than what made somebody ask.
    if (d->listingModels)
        d->listingModels->abort();
    d->listingModels.clear();
    d->client.fetchServerInfo(d->asking.get(), [this](const protocol::Expected<protocol::ServerInfo> &info) {
        if (!info)
            return;
        d->noticeModel();
        d->listModels();
    });
}

QString Workspace::modelId() const
{
    const protocol::Thread *shown = d->thread(d->currentId);
    if (shown && !shown->model.isEmpty())
        return shown->model;
    const protocol::Model *model = d->currentModel();
    return model ? model->id : QString();
}

QString Workspace::modelName() const
{
    if (const protocol::Model *model = d->currentModel())
        return model->name;
    const protocol::Thread *shown = d->thread(d->currentId);
    if (shown && !shown->model.isEmpty()) {
        // Not listed any more, or not yet: what it was called.
        const QString name = shown->model.section(QLatin1Char('/'), 1);
        return name.isEmpty() ? shown->model : name;
    }
    return d->client.serverInfo().model;
}

void Workspace::chooseModel(const QString &modelId)
{
    const protocol::Thread *shown = d->thread(d->currentId);
    if (!supportsModels() || !shown || shown->model == modelId)
        return;
    d->change(d->currentId, {.title = {}, .archived = {}, .pinned = {}, .model = modelId},
        tr("Another model could not be chosen for this conversation. %1"));
}

QJsonObject Workspace::generationSettings() const
{
    const protocol::Thread *shown = d->thread(d->currentId);
    return shown ? shown->settings : QJsonObject();
}

void Workspace::setGenerationSettings(const QJsonObject &settings)
{
    const protocol::Thread *shown = d->thread(d->currentId);
    if (!supportsModels() || !shown || shown->settings == settings)
        return;
    d->change(d->currentId, {.title = {}, .archived = {}, .pinned = {}, .settings = settings},
        tr("The settings for this conversation could not be saved. %1"));
}

} // namespace throughline::workspace
