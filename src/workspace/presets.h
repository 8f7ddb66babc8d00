#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>

namespace throughline::workspace {

/// How a model is to answer, under a name: what the contract calls a conversation's `settings`.
struct Preset
{
    QString name{};
    QJsonObject settings{};
    bool operator==(const Preset &) const = default;
};

/// The presets a person has saved, by name. Main thread only.
class Presets final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    const QList<Preset> &list() const { return m_list; }
    /// What was kept of an earlier time; says nothing.
    void restore(const QByteArray &json);
    QByteArray toJson() const;

    /// Replaces the one of that name, in any case of letters. A blank name is ignored.
    void save(const QString &name, const QJsonObject &settings);
    void remove(const QString &name);

Q_SIGNALS:
    void changed();

private:
    qsizetype indexOf(const QString &name) const;

    QList<Preset> m_list; ///< sorted by name
};

} // namespace throughline::workspace
