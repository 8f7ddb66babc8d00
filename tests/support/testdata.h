#pragma once

#include <QDir>
#include <QFileInfo>
#include <QString>

namespace throughline::test {

/// The folder of the shared test data: the one that THROUGHLINE_TEST_DATA names, or else ../shared/data
/// beside the sources. It need not exist.
inline QDir testDataFolder()
{
    const QString named = qEnvironmentVariable("THROUGHLINE_TEST_DATA");
    return QDir(named.isEmpty() ? QStringLiteral(THROUGHLINE_SOURCE_DIR "/../shared/data") : named);
}

/// Where the shared test data file \a name is. Empty when there is none; the test then skips, unless the
/// folder was named.
inline QString testDataFile(const QString &name)
{
    const QFileInfo file(testDataFolder(), name);
    return file.isFile() ? file.absoluteFilePath() : QString();
}

} // namespace throughline::test
