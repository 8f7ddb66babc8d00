#pragma once

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace throughline::test {

/// A certificate authority of the test's own, made by the openssl program while the test runs.
class Certificates
{
public:
    /// Empty when openssl is there.
    static QString missing()
    {
        return QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty() ? QStringLiteral("openssl")
                                                                                   : QString();
    }

    Certificates()
    {
        write(QStringLiteral("index.txt"), {});
        write(QStringLiteral("ca.conf"),
            "[ca]\ndefault_ca=here\n[here]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\n"
            "default_md=sha256\npolicy=any\ncopy_extensions=copy\nunique_subject=no\n[any]\n"
            "commonName=supplied\n");
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout authority.key "
                "-out authority.pem -days 30 -subj /CN=Team_Example_Authority");
    }

    QString authorityFile() const { return m_folder.filePath(QStringLiteral("authority.pem")); }

    /// What a server shows that has a certificate for these names (as subjectAltName wants them), valid
    /// between these times (YYYYMMDDHHMMSSZ).
    QSslConfiguration server(const QByteArray &names, const QByteArray &from = "20240101000000Z",
        const QByteArray &to = "21240101000000Z")
    {
        openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr "
            "-subj /CN=server -addext subjectAltName=" +
            names);
        openssl("ca -batch -notext -config ca.conf -cert authority.pem -keyfile authority.key -in server.csr "
                "-out server.pem -startdate " +
                from + " -enddate " + to);
        return configuration(QStringLiteral("server.pem"), QStringLiteral("server.key"));
    }

    /// What a server shows that vouches for itself, and the file that says so.
    QSslConfiguration selfSigned(const QByteArray &names)
    {
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout self.key -out "
                "self.pem -days 30 -subj /CN=server -addext subjectAltName=" +
                names);
        return configuration(QStringLiteral("self.pem"), QStringLiteral("self.key"));
    }
    QString selfSignedFile() const { return m_folder.filePath(QStringLiteral("self.pem")); }

    bool isMade() const { return m_problem.isEmpty(); }
    QByteArray problem() const { return m_problem; } ///< what openssl complained about

private:
    QSslConfiguration configuration(const QString &certificate, const QString &key) const
    {
        QSslConfiguration made = QSslConfiguration::defaultConfiguration();
        made.setLocalCertificate(QSslCertificate(read(certificate)));
        made.setPrivateKey(QSslKey(read(key), QSsl::Ec));
        return made;
    }
    void openssl(const QByteArray &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral("openssl"), QString::fromLatin1(arguments).split(QLatin1Char(' ')));
        if (!process.waitForFinished(20'000))
            m_problem += "openssl " + arguments + ": " + process.errorString().toUtf8();
        else if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            m_problem += "openssl " + arguments + ": " + process.readAllStandardError();
    }
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
    }
    QByteArray read(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
    QByteArray m_problem;
};

} // namespace throughline::test
