#include "workspace/transcriptsearch.h"

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

/// One for one, so that places stay what they were.
QString withPlainSpaces(QString text)
{
    for (const char16_t space : {u'\u2028', u'\u00A0', u'\u202F', u'\t'}) {
        if (text.contains(QChar(space))) {
            text.replace(QChar(space), u' ');
        }
    }
    return text;
}

} // namespace

QList<int> wordsIn(const QString &line, const QString &words)
{
    QList<int> places;
    const QString text = withPlainSpaces(line);
    const QString wanted = withPlainSpaces(words);
    if (wanted.isEmpty()) {
        return places;
    }
    for (qsizetype at = text.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(wanted, at + wanted.size(), Qt::CaseInsensitive)) {
        places.append(static_cast<int>(at));
    }
    return places;
}

TranscriptSearch::TranscriptSearch(Lines lines, QObject *parent)
    : QObject(parent)
    , m_lines(std::move(lines))
{}

void TranscriptSearch::setModel(const TranscriptModel *model)
{
    if (m_model) {
        m_model->disconnect(this);
    }
    m_model = model;
    if (model) {
        using Model = QAbstractItemModel;
        connect(model, &Model::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { insertRows(first, last); });
        connect(model, &Model::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { removeRows(first, last); });
        connect(model, &Model::rowsMoved, this, &TranscriptSearch::lookAtAllAgain);
        connect(model, &Model::modelReset, this, &TranscriptSearch::lookAtAllAgain);
        connect(model, &Model::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
                if (roles != TranscriptModel::offerRoles())
                    changeRows(first.row(), last.row());
            });
        connect(model, &TranscriptModel::textAppended, this, [this](int row) { changeRows(row, row); });
    }
    m_current = QPersistentModelIndex();
    lookAtAllAgain();
}

void TranscriptSearch::lookAtAllAgain()
{
    const int rows = m_model && isActive() ? m_model->rowCount() : 0;
    m_rows.fill({}, rows);
    m_stale = rows;
    m_count = 0;
    m_complete = rows == 0;
    m_next = std::clamp(m_from, 0, std::max(0, rows - 1));
    Q_EMIT changed();
}

void TranscriptSearch::setWords(const QString &words, int from)
{
    const QString wanted = words.trimmed().isEmpty() ? QString() : words;
    if (wanted == m_words) {
        return;
    }
    // What does not have fewer words does not have more of them.
    const bool narrows = isActive() && wanted.contains(m_words, Qt::CaseInsensitive);
    m_words = wanted;
    m_from = from;
    m_steps = 0;
    m_current = QPersistentModelIndex();
    m_wantsCurrent = isActive();
    if (!narrows) {
        lookAtAllAgain();
        return;
    }
    m_count = 0;
    m_stale = 0;
    for (Row &row : m_rows) {
        row.isStale = row.isStale || row.count > 0;
        row.count = 0;
        m_stale += row.isStale ? 1 : 0;
    }
    m_complete = m_stale == 0;
    m_next = std::clamp(m_from, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
    Q_EMIT changed();
}

void TranscriptSearch::insertRows(int first, int last)
{
    if (!isActive()) {
        return;
    }
    const int count = last - first + 1;
    m_rows.insert(first, count, Row());
    m_from += m_from >= first ? count : 0;
    m_next = m_stale == 0 ? first : m_next >= first ? m_next + count : m_next;
    m_stale += count;
}

void TranscriptSearch::removeRows(int first, int last)
{
    if (!isActive()) {
        return;
    }
    for (int row = first; row <= last; ++row) {
        m_count -= m_rows[row].count;
        m_stale -= m_rows[row].isStale ? 1 : 0;
    }
    m_rows.remove(first, last - first + 1);
    const auto shift = [&](int at) { return at > last ? at - (last - first + 1) : std::min(at, first); };
    m_from = shift(m_from);
    m_next = shift(m_next);
    m_complete = m_complete || m_stale == 0;
    Q_EMIT changed();
}

void TranscriptSearch::changeRows(int first, int last)
{
    for (int row = first; isActive() && row <= last; ++row) {
        markStale(row);
    }
}

void TranscriptSearch::markStale(int row)
{
    if (m_rows[row].isStale) {
        return;
    }
    m_next = m_stale == 0 ? row : m_next;
    m_rows[row].isStale = true;
    ++m_stale;
}

int TranscriptSearch::nextStale() const
{
    const auto size = static_cast<int>(m_rows.size());
    for (int i = 0; i < size; ++i) {
        const int row = (m_next + i) % size;
        if (m_rows[row].isStale) {
            return row;
        }
    }
    return 0;
}

bool TranscriptSearch::lookAt(int row)
{
    const std::optional<QStringList> lines = m_lines(m_model->row(row), m_words);
    if (!lines) {
        return false;
    }
    int count = 0;
    for (const QString &line : *lines) {
        count += static_cast<int>(wordsIn(line, m_words).size());
    }
    m_count += count - m_rows[row].count;
    m_rows[row] = {count, false};
    --m_stale;
    if (m_current.isValid() && m_current.row() == row && m_index >= count) {
        const int other = count > 0 ? row : rowWith(row, 1);
        m_current = other < 0 ? QPersistentModelIndex() : QPersistentModelIndex(m_model->index(other));
        m_index = count > 0 ? count - 1 : 0;
    }
    return true;
}

void TranscriptSearch::advance(QDeadlineTimer deadline)
{
    if (!hasWork() || !m_model) {
        return;
    }
    do {
        m_next = nextStale();
        if (!lookAt(m_next)) {
            break;
        }
        if (m_wantsCurrent && m_rows[m_next].count > 0) {
            setCurrent(m_next, 0);
            Q_EMIT currentChanged(Wrapped::No);
        }
    } while (hasWork() && !deadline.hasExpired());
    if (!hasWork()) {
        m_complete = true;
        m_wantsCurrent = m_wantsCurrent && m_count == 0;
        while (m_steps != 0) {
            const int direction = m_steps > 0 ? 1 : -1;
            m_steps -= direction;
            finishStep(direction);
        }
    }
    Q_EMIT changed();
}

TranscriptSearch::Place TranscriptSearch::current() const
{
    return m_current.isValid() ? Place{m_current.row(), m_index} : Place{};
}

int TranscriptSearch::position() const
{
    if (!m_current.isValid()) {
        return 0;
    }
    int before = 0;
    for (int row = 0; row < m_current.row(); ++row) {
        before += m_rows[row].count;
    }
    return before + m_index + 1;
}

int TranscriptSearch::rowWith(int from, int direction) const
{
    const auto size = static_cast<int>(m_rows.size());
    for (int i = 1; i <= size; ++i) {
        const int row = (from + direction * i + 2 * size) % size;
        if (m_rows[row].count > 0) {
            return row;
        }
    }
    return -1;
}

void TranscriptSearch::setCurrent(int row, int index)
{
    m_current = m_model->index(row);
    m_index = index;
    m_wantsCurrent = false;
}

void TranscriptSearch::step(int direction)
{
    if (!isActive()) {
        return;
    }
    if (!m_complete) {
        m_steps += direction;
        return;
    }
    finishStep(direction);
    Q_EMIT changed();
}

void TranscriptSearch::finishStep(int direction)
{
    if (m_count == 0) {
        return;
    }
    const Place at = current();
    if (at.row < 0) { // what was current is gone
        const int row = rowWith(direction > 0 ? m_from - 1 : m_from, direction);
        setCurrent(row, direction > 0 ? 0 : m_rows[row].count - 1);
        Q_EMIT currentChanged(Wrapped::No);
        return;
    }
    const int index = at.index + direction;
    if (index >= 0 && index < m_rows[at.row].count) {
        setCurrent(at.row, index);
        Q_EMIT currentChanged(Wrapped::No);
        return;
    }
    const int row = rowWith(at.row, direction);
    setCurrent(row, direction > 0 ? 0 : m_rows[row].count - 1);
    const bool wrapped = direction > 0 ? row <= at.row : row >= at.row;
    Q_EMIT currentChanged(!wrapped ? Wrapped::No : direction > 0 ? Wrapped::ToFirst : Wrapped::ToLast);
}

} // namespace throughline::workspace
