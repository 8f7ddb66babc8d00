#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace throughline::test {

/// What the body of a chat completion says to a reader who has all of it before him: the yardstick that the
/// decoder, which gets it in pieces, is held against. Reads the published form and nothing else: data lines,
/// JSON, choice 0, `content`, the names of reasoning, `finish_reason`, `usage`, `error`, [DONE].
struct PlainReading
{
    explicit PlainReading(const QByteArray &body);

    enum class Form { Events, Json, Page };
    Form form = Form::Events;
    QString text;
    QString reasoning;
    QString finishReason; ///< the last that is a text and not empty
    QString finishHint;
    bool isDone = false; ///< [DONE], or a whole answer in JSON
    bool hasError = false;
    bool isBroken = false;     ///< something could not be read
    QStringList errorMessages; ///< of which one is to be passed on
    QJsonObject usage;         ///< the last value of each member
    QJsonArray reasoningDetails;
    QStringList models;
    QStringList deltas; ///< the texts of choice 0, one by one

    bool hasTerminal() const { return isDone || !finishReason.isEmpty(); }

private:
    void readEvents(const QString &text);
    void readData(QString data, bool isErrorEvent);
    void readObject(const QJsonObject &object, bool isErrorEvent);
    void readContent(const QJsonObject &delta);

    QString m_others; ///< what the first other choice says, for when there is no choice 0
    int m_othersIndex = 0;
};

} // namespace throughline::test
