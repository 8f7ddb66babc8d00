#include "app/extractcommand.h"

#include "server/extraction/signallines.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <fstream>
#include <istream>
#include <ostream>

namespace throughline::app {

namespace {

using server::extraction::SignalLines;

constexpr int exitFailed = 1;
constexpr int exitUsage = 2;
const QString fromStandardInput = QStringLiteral("-");

QString tr(const char *text)
{
    return QCoreApplication::translate("throughline-server", text);
}

/// The next line without its end; false at the end of \a input. What is longer than a line may be is read
/// over, but for enough to be refused.
bool readLine(std::istream &input, QByteArray &line)
{
    using Traits = std::istream::traits_type;
    line.resize(0); // keeps the memory
    std::streambuf &buffer = *input.rdbuf();
    auto next = buffer.sbumpc();
    if (Traits::eq_int_type(next, Traits::eof()))
        return false;
    for (; !Traits::eq_int_type(next, Traits::eof()); next = buffer.sbumpc()) {
        const char c = Traits::to_char_type(next);
        if (c == '\n')
            break;
        if (line.size() <= SignalLines::longestLine)
            line.append(c);
    }
    return true;
}

class Command
{
public:
    Command(std::ostream &output, std::ostream &errors)
        : m_output(output)
        , m_errors(errors)
    {}

    void read(std::istream &input, const QString &name)
    {
        QByteArray line;
        for (qint64 number = 1; m_output && readLine(input, line); ++number) {
            if (number == 1 && line.startsWith("\xEF\xBB\xBF"))
                line.remove(0, 3);
            if (line.trimmed().isEmpty())
                continue;
            const auto answer = m_lines.answer(line);
            if (answer)
                m_output.write(answer->constData(), answer->size()) << std::endl; // whoever waits gets it
            else
                complain(tr("%1, line %2: %3").arg(name, QString::number(number), answer.error()));
        }
    }

    void readFile(const QString &path)
    {
        std::ifstream file(QFile::encodeName(path).toStdString(), std::ios::binary);
        if (file && !QFileInfo(path).isDir()) // a folder opens, too
            read(file, path);
        else
            complain(tr("%1 cannot be read.").arg(path));
    }

    void complain(const QString &sentence)
    {
        m_errors << sentence.toStdString() << std::endl;
        m_hasFailed = true;
    }

    bool hasFailed() const { return m_hasFailed; }

private:
    SignalLines m_lines;
    std::ostream &m_output;
    std::ostream &m_errors;
    bool m_hasFailed = false;
};

} // namespace

int runExtractCommand(
    const QStringList &arguments, std::istream &input, std::ostream &output, std::ostream &errors)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Finds signals in lines of JSON, without a server and without a model.\n\n"
           "Each line of the input is {\"id\": …, \"text\": \"…\"}; each is answered at once, in order, by\n"
           "{\"id\": …, \"signals\": [{\"type\", \"text\", \"start\", \"end\", \"confidence\"}]}.\n\n"
           "start and end count UTF-16 code units of the text, from 0, the end excluded; the text of a\n"
           "signal is what stands there. confidence is 0.5 to 1. Empty lines are passed over. What is wrong\n"
           "with a line is said on standard error with its number, and the next one is read.\n\n"
           "Ends with 0; with 1 when a line or file could not be read; with 2 for wrong arguments."));
    const QCommandLineOption helpOption = parser.addHelpOption();
    const QCommandLineOption jsonlOption(
        QStringLiteral("jsonl"), tr("Read and write lines of JSON. There is no other format yet."));
    parser.addOption(jsonlOption);
    parser.addPositionalArgument(QStringLiteral("extract"), tr("This command."));
    parser.addPositionalArgument(QStringLiteral("files"),
        tr("What to read, one after the other. Without any, or for “-”: standard input."),
        QStringLiteral("[files…]"));
    const bool isParsed = parser.parse(arguments);
    if (isParsed && parser.isSet(helpOption)) {
        output << parser.helpText().toStdString() << std::flush;
        return 0;
    }
    if (!isParsed || !parser.isSet(jsonlOption)) {
        const QString wrong = isParsed ? tr("Say in which format: extract --jsonl") : parser.errorText();
        errors << wrong.toStdString() << std::endl;
        return exitUsage;
    }

    Command command(output, errors);
    QStringList files = parser.positionalArguments().mid(1);
    if (files.isEmpty())
        files.append(fromStandardInput);
    for (const QString &file : std::as_const(files)) {
        if (file == fromStandardInput)
            command.read(input, tr("Standard input"));
        else
            command.readFile(file);
    }
    if (!output)
        command.complain(tr("The answers cannot be written."));
    return command.hasFailed() ? exitFailed : 0;
}

} // namespace throughline::app
