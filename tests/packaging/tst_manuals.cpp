#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace {

QString fileText(const QString &path)
{
    QFile file(QStringLiteral(THROUGHLINE_SOURCE_DIR "/packaging/linux/") + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// What \a pattern captures in \a text, each once and in order, so that a difference reads well.
QStringList found(const QString &pattern, const QString &text)
{
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    QStringList names;
    for (const QRegularExpressionMatch &match : expression.globalMatch(text))
        names.append(match.captured(1));
    names.sort();
    names.removeDuplicates();
    return names;
}

/// A section of a manual, with its hyphens as they are read.
QString section(const QString &manual, const QString &name)
{
    const QString rest = manual.section(QStringLiteral(".SH %1\n").arg(name), 1);
    return rest.section(QStringLiteral("\n.SH "), 0, 0).replace(QStringLiteral("\\-"), QStringLiteral("-"));
}

const QString longOption = QStringLiteral("--([a-z][a-z-]*)");

} // namespace

/// Manuals and completions say what the programs themselves say: those of packaging/linux against --help.
class TestManuals : public QObject
{
    Q_OBJECT

    static QString help(const QString &program)
    {
        QProcess process;
        process.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/") + program, {QStringLiteral("--help")});
        [[maybe_unused]] const bool ended =
            QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 20'000);
        return QString::fromUtf8(process.readAllStandardOutput());
    }
    static QStringList options(const QString &help)
    {
        return found(QStringLiteral("^ +(?:-[a-z], )?") + longOption, help);
    }
    static QStringList commands(const QString &help)
    {
        const QString list =
            help.section(QStringLiteral("Commands:\n"), 1).section(QStringLiteral("\n\n"), 0, 0);
        return found(QStringLiteral("^  ([a-z]+) "), list);
    }
    static void programs()
    {
        QTest::addColumn<QString>("program");
#ifdef THROUGHLINE_HAS_WINDOW
        QTest::newRow("window") << QStringLiteral("throughline");
#endif
        QTest::newRow("server") << QStringLiteral("throughline-server");
        QTest::newRow("terminal") << QStringLiteral("throughline-cli");
    }

private Q_SLOTS:
    void theManualHasTheOptionsOfHelp_data()
    {
        programs();
    }
    void theManualHasTheOptionsOfHelp()
    {
        QFETCH(const QString, program);
        const QStringList expected = options(help(program));
        QVERIFY2(expected.contains(QStringLiteral("data-dir")), qPrintable(expected.join(u' ')));
        const QString manual = fileText(QStringLiteral("man/%1.1").arg(program));
        QCOMPARE(
            found(QStringLiteral("^\\.TP\\n.*") + longOption, section(manual, QStringLiteral("OPTIONS"))),
            expected);
    }

    void theManualOfTheServerHasTheEnvironmentOfHelp()
    {
        const QString variable = QStringLiteral("(THROUGHLINE_[A-Z_]+)");
        const QStringList expected = found(variable, help(QStringLiteral("throughline-server")));
        QVERIFY(!expected.isEmpty());
        const QString manual = fileText(QStringLiteral("man/throughline-server.1"));
        QCOMPARE(found(QStringLiteral("^\\.TP\\n\\.B ") + variable,
                     section(manual, QStringLiteral("ENVIRONMENT"))),
            expected);
    }

    void theManualOfTheTerminalClientHasTheCommandsOfHelp()
    {
        const QStringList expected = commands(help(QStringLiteral("throughline-cli")));
        QVERIFY(expected.contains(QStringLiteral("send")));
        const QString manual = fileText(QStringLiteral("man/throughline-cli.1"));
        QCOMPARE(
            found(QStringLiteral("^\\.TP\\n\\.BI? ([a-z]+)"), section(manual, QStringLiteral("COMMANDS"))),
            expected);
    }

    void completionsOfferTheOptionsOfHelp_data()
    {
        programs();
    }
    void completionsOfferTheOptionsOfHelp()
    {
        QFETCH(const QString, program);
        const QStringList expected = options(help(program));
        const auto completion = [&program](const char *shell) {
            return fileText(QStringLiteral("completions/%1.%2").arg(program, QLatin1StringView(shell)));
        };
        // Among the words that are offered; the cases before them name options, too.
        const QString words =
            found(QStringLiteral("compgen -W \"(--[^\"]*)\""), completion("bash")).join(u' ');
        QCOMPARE(found(longOption, words), expected);
        QCOMPARE(found(QStringLiteral("(?:^ +'|\\)|,)") + longOption, completion("zsh")), expected);
        QCOMPARE(found(QStringLiteral("^complete .* -l ([a-z-]+)"), completion("fish")), expected);
    }

    void completionsOfferTheCommandsOfHelp()
    {
        const QStringList expected = commands(help(QStringLiteral("throughline-cli")));
        const QString bash = fileText(QStringLiteral("completions/throughline-cli.bash"));
        const QString words = found(QStringLiteral("compgen -W \"([a-z][^\"]*)\""), bash).value(0);
        QCOMPARE(found(QStringLiteral("([a-z]+)"), words), expected);
        QCOMPARE(found(QStringLiteral("^    '([a-z]+):"),
                     fileText(QStringLiteral("completions/throughline-cli.zsh"))),
            expected);
        QCOMPARE(found(QStringLiteral(" -a ([a-z]+) "),
                     fileText(QStringLiteral("completions/throughline-cli.fish"))),
            expected);
    }
};

QTEST_GUILESS_MAIN(TestManuals)
#include "tst_manuals.moc"
