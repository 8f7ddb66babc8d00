#pragma once

#include "workspace/modelconnector.h"

#include <QHash>

#include <functional>
#include <utility>

namespace throughline::test {

/// A world of model servers that is as the test says; remembers what it was asked.
class FakeModelConnector final : public workspace::ModelConnector
{
public:
    QList<workspace::FoundServer> running;
    workspace::ModelCheck check{.works = true,
        .sentence = QStringLiteral("Answered in 0.8 s · 2 models"),
        .models = {QStringLiteral("qwen2.5:7b"), QStringLiteral("llama3.2:3b")}};
    QString keyProblem;

    QHash<QString, QByteArray> keys;
    QList<QList<workspace::ModelServer>> applied;
    QList<QHash<QString, QByteArray>> keysWhenApplied;
    QList<std::pair<workspace::ModelServer, std::optional<QByteArray>>> tested;
    QStringList forgotten;
    int discoveries = 0;

    void discover(QObject *context, Found done) override
    {
        ++discoveries;
        later(context, [this, done] { done(running); });
    }
    void look(const workspace::ModelServer &, QObject *context, Checked done) override
    {
        later(context, [this, done] { done(check); });
    }
    void test(const workspace::ModelServer &server, const std::optional<QByteArray> &key, QObject *context,
        Checked done) override
    {
        tested.append({server, key});
        later(context, [this, done] { done(check); });
    }
    void keepKey(const QString &serverId, const QByteArray &key, QObject *context, Done done) override
    {
        later(context, [this, serverId, key, done] {
            keys.insert(serverId, key);
            done(keyProblem);
        });
    }
    QString whyKeysAreNotKept() const override { return keyProblem; }
    void forgetKey(const QString &serverId, QObject *context, Done done) override
    {
        later(context, [this, serverId, done] {
            forgotten.append(serverId);
            if (keyProblem.isEmpty())
                keys.remove(serverId);
            done(keyProblem);
        });
    }
    void apply(const QList<workspace::ModelServer> &servers, QObject *context, Done done) override
    {
        later(context, [this, servers, done] {
            applied.append(servers);
            keysWhenApplied.append(keys);
            done({});
        });
    }

private:
    static void later(QObject *context, std::function<void()> step)
    {
        QMetaObject::invokeMethod(context, std::move(step), Qt::QueuedConnection);
    }
};

} // namespace throughline::test
