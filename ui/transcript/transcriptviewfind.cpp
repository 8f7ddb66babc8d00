#include "ui/transcript/transcriptview.h"

#include <algorithm>

// Looking for words: the search has them, here is where they are on screen.

namespace throughline::ui {

using workspace::TranscriptSearch;

namespace {
constexpr int SliceMs = 5; ///< of a frame
constexpr qsizetype LongestWords = 200;
} // namespace

void TranscriptView::connectSearch()
{
    connect(&m_search, &TranscriptSearch::changed, this, [this] {
        updateFound();
        viewport()->update();
        Q_EMIT findChanged();
    });
    connect(&m_search, &TranscriptSearch::currentChanged, this, [this](TranscriptSearch::Wrapped wrapped) {
        showFound();
        if (wrapped != TranscriptSearch::Wrapped::No) {
            Q_EMIT findWrapped(wrapped);
        }
    });
}

void TranscriptView::find(const QString &words)
{
    // From what is being read, or from what was found so far: longer words are often at the same place.
    const int found = m_search.current().row;
    const int reading = std::max(0, m_layout.rowAt(0));
    m_search.setWords(words, found >= 0 ? found : reading);
    m_state.words = m_search.words();
    m_clock.requestFrame();
    viewport()->update();
    if (!words.isEmpty()) {
        Q_EMIT placeChosen();
    }
}

void TranscriptView::findStep(int direction)
{
    m_search.step(direction);
    m_clock.requestFrame();
    Q_EMIT placeChosen();
}

QString TranscriptView::wordsToFind() const
{
    const QString selected = hasSelection() && m_selection.firstRow() == m_selection.lastRow()
                                 ? selectedText().trimmed()
                                 : QString();
    return selected.contains(u'\n') || selected.size() > LongestWords ? QString() : selected;
}

void TranscriptView::selectFound()
{
    updateFound();
    const FoundPlace &found = m_state.found;
    if (m_model && found.row >= 0) {
        const QModelIndex row = m_model->index(found.row);
        m_selection.set(row, {found.words.part, found.words.start}, row, {found.words.part, found.words.end});
    }
    viewport()->update();
}

void TranscriptView::searchOn()
{
    if (m_search.hasWork()) {
        m_search.advance(QDeadlineTimer(SliceMs));
        if (m_search.hasWork()) {
            m_clock.requestFrame();
        }
    }
}

/// Where the current place is in what is laid out now.
void TranscriptView::updateFound()
{
    m_state.found = {};
    const TranscriptSearch::Place place = m_search.current();
    MessageItem *item = place.row < 0 ? nullptr : m_layout.item(place.row);
    if (!item) {
        return;
    }
    const MessageItem::FoundWords words = item->find(m_search.words(), place.index);
    if (words.part >= 0) {
        m_state.found = {place.row, words};
    }
}

void TranscriptView::showFound()
{
    const TranscriptSearch::Place place = m_search.current();
    if (place.row < 0) {
        return;
    }
    if (!m_layout.item(place.row)) {
        showPlace(place.row, {}); // now it is known what is in it
    }
    updateFound();
    if (m_state.found.row >= 0) {
        const MessageItem::FoundWords &words = m_state.found.words;
        showPlace(place.row, {words.part, words.end});
        showPlace(place.row, {words.part, words.start});
    }
}

} // namespace throughline::ui
