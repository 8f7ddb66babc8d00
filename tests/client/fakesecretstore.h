#pragma once

#include "secrets/secretstore.h"

#include <QHash>

namespace throughline::test {

/// A store whose answers can be held back or made errors; says that it is persistent unless it fails.
class FakeSecretStore final : public secrets::SecretStore
{
public:
    QHash<QString, QByteArray> secrets;
    std::optional<secrets::SecretError> error;
    int writes = 0;
    int removals = 0;

    void read(const QString &name, QObject *context, Done<std::optional<QByteArray>> done) override
    {
        answer(context, [this, name, done] {
            if (error)
                return done(tl::unexpected(*error));
            const auto found = secrets.constFind(name);
            done(found == secrets.cend() ? std::nullopt : std::optional(*found));
        });
    }
    void write(
        const QString &name, const QByteArray &secret, QObject *context, Done<secrets::Kept> done) override
    {
        ++writes;
        answer(context, [this, name, secret, done] {
            if (!error)
                secrets.insert(name, secret);
            done(error ? secrets::Kept::ThisSession : secrets::Kept::Always);
        });
    }
    void remove(const QString &name, QObject *context, Done<void> done) override
    {
        ++removals;
        answer(context, [this, name, done] {
            if (error)
                return done(tl::unexpected(*error));
            secrets.remove(name);
            done({});
        });
    }
    bool isPersistent() const override { return !error; }
    QString whyNotPersistent() const override { return error ? error->message : QString(); }

    /// Answers nothing until it is called again with false.
    void hold(bool held)
    {
        m_held = held;
        if (!held) {
            for (const auto &[context, step] : std::exchange(m_waiting, {}))
                answer(context, step);
        }
    }

private:
    void answer(QObject *context, std::function<void()> step)
    {
        if (m_held)
            m_waiting.append({context, std::move(step)});
        else
            QMetaObject::invokeMethod(context, std::move(step), Qt::QueuedConnection);
    }

    bool m_held = false;
    QList<std::pair<QObject *, std::function<void()>>> m_waiting;
};

} // namespace throughline::test
