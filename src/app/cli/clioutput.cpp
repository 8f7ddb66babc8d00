#include "app/cli/clioutput.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cstdio>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace throughline::cli {

namespace {

bool isTerminal(FILE *stream)
{
#ifdef Q_OS_WIN
    return _isatty(_fileno(stream)) != 0;
#else
    return isatty(fileno(stream)) != 0;
#endif
}

QString harmless(const QString &text)
{
    QString shown = text;
    for (QChar &c : shown) {
        const bool isControl = c.category() == QChar::Other_Control;
        if (isControl && c != QLatin1Char('\n') && c != QLatin1Char('\t'))
            c = QChar::ReplacementCharacter;
    }
    return shown;
}

void write(FILE *stream, const QString &text)
{
    const QByteArray bytes = (isTerminal(stream) ? harmless(text) : text).toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

void writeText(const QString &text)
{
    write(stdout, text);
}

void writeLine(const QString &line)
{
    write(stdout, line + QLatin1Char('\n'));
}

void writeJsonLine(const QJsonObject &object)
{
    writeLine(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void note(const QString &line)
{
    write(stderr, line + QLatin1Char('\n'));
}

int fail(const protocol::ApiError &error)
{
    QString line = error.message + QStringLiteral(" (") + protocol::kindName(error.kind);
    if (error.status > 0)
        line += QStringLiteral(", HTTP %1").arg(error.status);
    if (!error.correlationId.isEmpty())
        line += QCoreApplication::translate("throughline-cli", ", request %1").arg(error.correlationId);
    note(line + QLatin1Char(')'));
    return error.kind == protocol::ApiError::Kind::Unauthorized ? ExitSignIn : ExitFailed;
}

} // namespace throughline::cli
