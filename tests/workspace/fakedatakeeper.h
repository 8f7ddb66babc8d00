#pragma once

#include "workspace/datakeeper.h"

namespace throughline::test {

/// A data folder that is not there, and backups that come when the test says so.
class FakeDataKeeper final : public workspace::DataKeeper
{
public:
    std::optional<QDateTime> newest;
    int asked = 0;
    QStringList chosen; ///< to be restored

    QString folder() const override { return QStringLiteral("/home/ada/.local/share/throughline"); }
    std::optional<QDateTime> newestBackup() const override { return newest; }
    void backUp() override { ++asked; }
    void restore(const QString &file) override { chosen.append(file); }
};

} // namespace throughline::test
