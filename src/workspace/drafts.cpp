#include "workspace/drafts.h"

#include "workspace/draftwriter.h"

#include <QDir>

#include <algorithm>

namespace throughline::workspace {

Drafts::Drafts(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_drafts(DraftWriter::readAll(folder))
    , m_writer(std::make_unique<DraftWriter>(folder))
{
    connect(m_writer.get(), &DraftWriter::tried, this, &Drafts::takeTried, Qt::QueuedConnection);
    connect(m_writer.get(), &DraftWriter::failed, this, &Drafts::failed, Qt::QueuedConnection);
}

Drafts::~Drafts()
{
    flush();
}

QString Drafts::draft(const QString &threadId) const
{
    return m_drafts.value(threadId);
}

void Drafts::set(const QString &threadId, const QString &text)
{
    if (m_drafts.value(threadId) == text)
        return;
    if (text.isEmpty())
        m_drafts.remove(threadId);
    else
        m_drafts.insert(threadId, text);
    m_newest = m_writer->write(threadId, text);
}

QStringList Drafts::keys() const
{
    QStringList keys = m_drafts.keys();
    keys.sort();
    return keys;
}

void Drafts::whenWritten(QObject *context, const std::function<void()> &then)
{
    if (m_tried >= m_newest)
        then();
    else
        m_waiting.append({.write = m_newest, .context = context, .then = then});
}

void Drafts::takeTried(qint64 write)
{
    m_tried = std::max(m_tried, write);
    while (!m_waiting.isEmpty() && m_waiting.constFirst().write <= m_tried) {
        const Waiting next = m_waiting.takeFirst();
        if (next.context)
            next.then();
    }
}

void Drafts::flush()
{
    constexpr std::chrono::milliseconds longest{2'000};
    m_writer->waitUntilWritten(longest);
}

} // namespace throughline::workspace
