// Structure, and what is made of it.
#include "ui/appearance.h"
#include "ui/structuresidebar.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/chatpane.h"
#include "ui/window/mainwindow.h"
#include "ui/window/mapexport.h"
#include "ui/window/mapsheet.h"
#include "ui/window/panelayout.h"
#include "ui/window/readingssheet.h"
#include "ui/window/recordexport.h"

#include <utility>

namespace throughline::ui {

using workspace::Conversation;

void MainWindow::wireStructure()
{
    client::SignalPoller &poller = m_workspace.poller();
    connect(&poller, &client::SignalPoller::statusChanged, this,
        [this] { m_structure->setStatus(m_workspace.poller().status()); });
    m_structure->setStatus(poller.status());
    connect(m_structure, &StructureSidebar::checkRequested, &poller, &client::SignalPoller::refresh);
    connect(m_structure, &StructureSidebar::collapseRequested, m_panes, &PaneLayout::toggleStructure);
    connect(m_structure, &StructureSidebar::sourceRequested, this, &MainWindow::showSource);
    connect(m_structure, &StructureSidebar::selectedChanged, this, &MainWindow::tintSource);
    connect(&m_chat->transcript(), &TranscriptView::placeChosen, this, &MainWindow::forgetAwaited);

    // What is on screen, which for a moment need not be what is current.
    const auto withShown = [this](auto act) {
        if (m_shown)
            act(*m_shown);
    };
    connect(m_structure, &StructureSidebar::confirmRequested, this,
        [withShown](const QString &id, bool confirmed) {
            withShown([&](Conversation &current) {
                confirmed ? current.confirmSignal(id) : current.unconfirmSignal(id);
            });
        });
    connect(m_structure, &StructureSidebar::dismissRequested, this, [withShown](const QString &id) {
        withShown([&](Conversation &current) { current.dismissSignal(id); });
    });
    connect(m_structure, &StructureSidebar::editRequested, this,
        [withShown](const QString &id, const QString &text) {
            withShown([&](Conversation &current) { current.editSignal(id, text); });
        });
    connect(m_structure, &StructureSidebar::pinRequested, this, [withShown](const QString &id, bool pinned) {
        withShown([&](Conversation &current) { current.setSignalPinned(id, pinned); });
    });
    connect(m_structure, &StructureSidebar::undoRequested, this, &MainWindow::undoInStructure);
    connect(m_structure, &StructureSidebar::placeRequested, this, &MainWindow::showPlace);
    connect(m_structure, &StructureSidebar::settleRequested, this,
        [withShown](const QString &id, const QString &otherId) {
            withShown([&](Conversation &current) { current.settleSignals(id, otherId); });
        });
    connect(m_structure, &StructureSidebar::evidenceRequested, this,
        [withShown](const QString &id, const QString &evidenceId, bool linked) {
            withShown([&](Conversation &current) { current.setSignalEvidence(id, evidenceId, linked); });
        });
}

void MainWindow::wireRecord()
{
    connect(m_record, &RecordExport::said, this, &MainWindow::tell);
    connect(m_structure, &StructureSidebar::recordCopyRequested, this, &MainWindow::copyRecord);
    connect(m_structure, &StructureSidebar::recordSaveRequested, this, &MainWindow::saveRecord);
}

workspace::DecisionRecord MainWindow::record() const
{
    return workspace::decisionRecordOf(
        m_shown->signalModel(), m_workspace.currentTitle(), m_workspace.clock().wall());
}

void MainWindow::copyRecord()
{
    if (m_shown)
        m_record->copy(record());
}

void MainWindow::saveRecord()
{
    if (m_shown)
        m_record->save(record());
}

void MainWindow::wireMap()
{
    connect(m_structure, &StructureSidebar::mapRequested, this, &MainWindow::openMap);
    connect(m_mapExport, &MapExport::said, this, &MainWindow::tell);
}

MapSheet *MainWindow::makeMap()
{
    auto *sheet = new MapSheet(m_appearance);
    connect(sheet, &MapSheet::saveRequested, m_mapExport, &MapExport::save);
    connect(sheet, &MapSheet::cardRequested, this, [this](const QString &id) {
        m_map.dismiss();
        m_panes->reveal(m_structure);
        m_structure->showSignal(id);
        m_structure->focusList();
        showSource(id);
    });
    return sheet;
}

void MainWindow::wireReadings()
{
    connect(m_structure, &StructureSidebar::extractRequested, this, &MainWindow::extractNow);
    connect(m_structure, &StructureSidebar::readingsRequested, this, &MainWindow::openReadings);
}

ReadingsSheet *MainWindow::makeReadings()
{
    auto *sheet = new ReadingsSheet(m_appearance);
    connect(sheet, &ReadingsSheet::extractRequested, this, &MainWindow::extractNow);
    return sheet;
}

void MainWindow::extractNow()
{
    if (m_shown)
        m_shown->readings().extractNow();
}

void MainWindow::openReadings()
{
    if (m_shown)
        m_shown->readings().refresh();
    m_readings.open();
    showReadings();
}

void MainWindow::openMap()
{
    m_map.open();
    showMap();
    m_map.content().startAnew();
}

void MainWindow::showMap()
{
    if (m_map.isOpen())
        m_map.content().show(m_workspace.currentTitle(),
            m_shown ? workspace::decisionMapOf(m_shown->signalModel().list()) : workspace::DecisionMap());
}

void MainWindow::showRows()
{
    if (std::exchange(m_rowsAreOld, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_rowsAreOld = false;
            markSpans();
            showMap();
        },
        Qt::QueuedConnection);
}

void MainWindow::showAbilities()
{
    m_structure->setKeepsReviewHere(m_shown && m_shown->keepsReviewHere());
    m_structure->setSupportsLinks(m_shown && m_shown->supportsLinks());
    showReadings();
}

void MainWindow::showReadings()
{
    ReadingsSheet *sheet = m_readings.made();
    if (!m_shown) {
        m_structure->setReading({}, {});
        if (sheet)
            sheet->setState({}, false);
        return;
    }
    const workspace::Readings &readings = m_shown->readings();
    m_structure->setReading(
        readings.state(), {.canTell = readings.canTell(), .canExtractNow = readings.canExtractNow()});
    if (sheet)
        sheet->setState(readings.state(), readings.canExtractNow());
}

void MainWindow::watchReadings()
{
    if (m_shown)
        m_shown->readings().setShown(isVisible() && !isMinimized() && m_panes->isStructureShown());
}

void MainWindow::markSpans()
{
    QList<SpanMark> marks;
    if (m_shown) {
        const workspace::SignalModel &model = m_shown->signalModel();
        for (int row = 0; row < model.rowCount(); ++row) {
            const protocol::Signal &signal = model.at(row);
            if (signal.span.isValid() && !signal.stale) {
                marks.append({.messageId = signal.span.messageId,
                    .start = signal.span.start,
                    .end = signal.span.end,
                    .signalId = signal.id,
                    .color = m_appearance.theme().typeColor(signal.type)});
            }
        }
    }
    m_chat->transcript().setSpanMarks(marks);
}

void MainWindow::showSource(const QString &signalId)
{
    if (!m_shown)
        return;
    m_panes->closeOverlay();
    const protocol::Signal *signal = m_shown->signalModel().find(signalId);
    if (!signal || tintSource(signalId))
        return;
    if (signal->stale)
        offerVersionOf(*signal);
    else if (!signal->span.isValid())
        tell(tr("The sentence this came from could not be found in its message."));
    else
        tell(tr("The message this was found in is not in what is shown of this conversation."));
}

/// Of what was found in words that are not shown: the server may have kept them, as another version.
void MainWindow::offerVersionOf(const protocol::Signal &signal)
{
    if (!m_shown->canBranch() || !signal.span.isValid())
        return tell(
            tr("The message this was found in has changed since, so its words are not there any more."));
    const QPointer<Conversation> conversation = m_shown;
    const Awaited awaited{.span = signal.span, .type = signal.type, .what = Awaited::What::Version};
    m_toast->tell(tr("The message this was found in has changed since. Its words are in another version."),
        tr("Show it"), [this, conversation, awaited] {
            if (!conversation)
                return;
            m_workspace.open(conversation->threadId()); // one may have gone elsewhere meanwhile
            if (conversation == m_shown && conversation->showVersionWith(awaited.span.messageId))
                m_awaited = awaited;
        });
}

/// False when there is nothing to show.
bool MainWindow::tintSource(const QString &signalId)
{
    const protocol::Signal *signal = m_shown ? m_shown->signalModel().find(signalId) : nullptr;
    m_chat->transcript().clearSpan();
    forgetAwaited();
    return signal && !signal->stale && showSpan(signal->span, signal->type);
}

bool MainWindow::showSpan(const protocol::Span &span, protocol::SignalType type)
{
    if (!m_shown || !span.isValid())
        return false;
    const bool isShown = m_chat->transcript().showSpan(
        span.messageId, span.start, span.end, m_appearance.theme().typeColor(type));
    if (isShown || m_shown->loadState() != Conversation::LoadState::Loading)
        return isShown;
    m_awaited = {.span = span,
        .type = type,
        .what = Awaited::What::Rest,
        .toast = m_toast->tell(tr("This place is shown when the earlier messages have been read."))};
    return true;
}

void MainWindow::showAwaited(Awaited::What what)
{
    if (!m_awaited || m_awaited->what != what || !m_shown ||
        m_shown->loadState() == Conversation::LoadState::Loading)
        return;
    const Awaited awaited = *m_awaited;
    forgetAwaited();
    // Why another version could not be opened has been said.
    if (!showSpan(awaited.span, awaited.type) && awaited.what == Awaited::What::Rest)
        tell(tr("The message this was found in is not in what is shown of this conversation."));
}

void MainWindow::forgetAwaited()
{
    if (const std::optional<Awaited> awaited = std::exchange(m_awaited, std::nullopt))
        m_toast->dismiss(awaited->toast);
}

void MainWindow::showPlace(const QString &signalId, int place)
{
    const protocol::Signal *signal = m_shown ? m_shown->signalModel().find(signalId) : nullptr;
    if (!signal)
        return;
    QList<protocol::Span> spans;
    for (const protocol::SignalPlace &each : signal->places) {
        if (each.isActive)
            spans.append(each.span);
    }
    m_panes->closeOverlay();
    m_chat->transcript().clearSpan();
    forgetAwaited();
    if (!showSpan(spans.value(place), signal->type))
        tell(tr("The words could not be found at this place."));
}

void MainWindow::offerUndoOfDismissal(const QString &id, const QString &text)
{
    const QPointer<Conversation> conversation = m_shown;
    const int toast = m_toast->tell(tr("Dismissed: %1").arg(text), tr("Undo"), [conversation, id] {
        if (conversation)
            conversation->undismissSignal(id);
    });
    m_offeredBack = {id, toast};
}

void MainWindow::undoInStructure()
{
    if (!m_shown)
        return;
    m_shown->undoSignalAction();
    // What came back need not be offered any more.
    const auto [id, toast] = m_offeredBack;
    if (m_shown->signalModel().find(id))
        m_toast->dismiss(toast);
}

} // namespace throughline::ui
