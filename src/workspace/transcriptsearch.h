#pragma once

#include "workspace/transcriptmodel.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <optional>

namespace throughline::workspace {

/// Where \a words stand in \a line, whatever the case of letters, one after the other; UTF-16 units. A line
/// break inside a line, a tab and a space that does not break are spaces.
QList<int> wordsIn(const QString &line, const QString &words);

/// Looks for words in all messages of a conversation: how often they are there, and which of the places is
/// the one that is shown. What changes in the conversation is looked at again; until then it counts as it
/// was.
///
/// Has no timer: whoever owns it gives it time with advance(), and the first place after that where the
/// reader is is found first. Main thread.
class TranscriptSearch final : public QObject
{
    Q_OBJECT

public:
    /// What people read of a row, line by line; where \a words cannot be in it, it may say nothing. Without a
    /// value it is asked again for the same row when there is time: it is at work on a very long one.
    using Lines =
        std::function<std::optional<QStringList>(const TranscriptModel::Row &row, const QString &words)>;
    explicit TranscriptSearch(Lines lines, QObject *parent = nullptr);

    /// Only read; may go. The words stay.
    void setModel(const TranscriptModel *model);

    /// Blank words end the search. The first place in or after the row \a from becomes the current one.
    void setWords(const QString &words, int from);
    const QString &words() const { return m_words; }
    bool isActive() const { return !m_words.isEmpty(); }

    bool hasWork() const { return m_stale > 0; }
    /// Goes on until \a deadline, but for at least one message.
    void advance(QDeadlineTimer deadline);

    /// The place in a row: the how-manieth in it, from 0.
    struct Place
    {
        int row = -1; ///< -1: none
        int index = 0;
        bool operator==(const Place &) const = default;
    };
    Place current() const;
    int position() const; ///< of the current place among all, from 1; 0 when there is none
    int count() const { return m_count; }
    bool isComplete() const { return m_complete; } ///< count() is all there are

    enum class Wrapped { No, ToFirst, ToLast };
    Q_ENUM(Wrapped)

    /// The next place (1) or the one before (-1); after the last comes the first. What is not known yet is
    /// waited for.
    void step(int direction);

Q_SIGNALS:
    /// Counts or the current place.
    void changed();
    /// The current place is another one that somebody wanted to see.
    void currentChanged(throughline::workspace::TranscriptSearch::Wrapped wrapped);

private:
    struct Row
    {
        int count = 0;
        bool isStale = true;
    };

    void lookAtAllAgain();
    void insertRows(int first, int last);
    void removeRows(int first, int last);
    void changeRows(int first, int last);
    void markStale(int row);
    bool lookAt(int row);
    int nextStale() const;
    int rowWith(int from, int direction) const; ///< that has a place; -1 when there is none
    void setCurrent(int row, int index);
    void finishStep(int direction);

    Lines m_lines;
    QPointer<const TranscriptModel> m_model;
    QString m_words;
    QList<Row> m_rows; ///< empty while nothing is looked for
    QPersistentModelIndex m_current;
    int m_index = 0;
    int m_from = 0; ///< where the reader was
    int m_next = 0; ///< where to look on
    int m_count = 0;
    int m_stale = 0;
    int m_steps = 0; ///< that are waited for
    bool m_complete = true;
    bool m_wantsCurrent = false;
};

} // namespace throughline::workspace
