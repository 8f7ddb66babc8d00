#pragma once

#include <QDir>
#include <QFileInfo>
#include <QString>

namespace throughline::test {

/// Where the shared test data file \a name is: in the folder that THROUGHLINE_TEST_DATA names or else in
/// ../shared/data beside the sources. Empty when there is none; the test then skips, unless the folder was
/// named.
inline QString testDataFile(const QString &name)
{
    const QString named = qEnvironmentVariable("THROUGHLINE_TEST_DATA");
    const QString folder = named.isEmpty() ? QStringLiteral(THROUGHLINE_SOURCE_DIR "/../shared/data") : named;
    const QFileInfo file(QDir(folder), name);
    return file.isFile() ? file.absoluteFilePath() : QString();
}

} // namespace throughline::test
