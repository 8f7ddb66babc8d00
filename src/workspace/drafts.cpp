#include "workspace/drafts.h"

#include "workspace/draftwriter.h"

#include <QDir>

namespace throughline::workspace {

Drafts::Drafts(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_drafts(DraftWriter::readAll(folder))
    , m_writer(std::make_unique<DraftWriter>(folder))
{
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
    m_writer->write(threadId, text);
}

void Drafts::flush()
{
    constexpr std::chrono::milliseconds longest{2'000};
    m_writer->waitUntilWritten(longest);
}

} // namespace throughline::workspace
