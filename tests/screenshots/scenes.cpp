#include "screenshots/activityscenes.h"
#include "screenshots/readingscenes.h"
#include "screenshots/scenedata.h"
#include "screenshots/stage.h"
#include "screenshots/structurescenes.h"
#include "screenshots/textscenes.h"
#include "screenshots/thoughtscenes.h"
#include "ui/structuresidebar.h"
#include "ui/threadsidebar.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/panelayout.h"

#include <QJsonArray>
#include <QLineEdit>
#include <QScrollBar>
#include <QTest>

namespace throughline::screenshots {

namespace {

using protocol::Message;

void select(Stage &stage, const QString &signalId)
{
    stage.find<ui::StructureSidebar>()->showSignal(signalId);
    Q_EMIT stage.find<ui::StructureSidebar>()->sourceRequested(signalId);
    stage.settle();
}

/// The buttons and the facts of a message show under the pointer.
void pointAt(Stage &stage, int row)
{
    auto *transcript = stage.find<ui::TranscriptView>();
    // From elsewhere: a move to where the pointer was in the scene before is none.
    QTest::mouseMove(transcript->viewport(), QPoint(1, 1));
    QTest::mouseMove(transcript->viewport(), transcript->rowRect(row).center());
}

void waiting(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = {};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    stage.send(question().content);
}

void streaming(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = {};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    test::FakeExchange *stream = stage.send(question().content);
    stream->body(Stage::chunk(replySoFar()));
    stage.settle();
}

void finished(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    select(stage, QStringLiteral("signal-3"));
    pointAt(stage, 1);
}

void scrolledUp(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = {};
    for (int i = 0; i < 40; ++i) {
        Message own = question();
        own.id = QStringLiteral("q%1").arg(i);
        Message answer = reply();
        answer.id = QStringLiteral("a%1").arg(i);
        content.messages.append({own, answer});
    }
    stage.answerWith(content);
    stage.open();
    auto *transcript = stage.find<ui::TranscriptView>();
    transcript->verticalScrollBar()->setValue(transcript->verticalScrollBar()->maximum() / 2);
    stage.settle();
    test::FakeExchange *stream = stage.send(QStringLiteral("And if the second node comes sooner?"));
    transcript->verticalScrollBar()->setValue(transcript->verticalScrollBar()->maximum() / 2);
    stream->body(Stage::chunk(QStringLiteral("Then the question changes.")));
    stage.settle();
}

void interrupted(Stage &stage)
{
    Stage::Content content = everything();
    Message answer = reply();
    answer.metadata.insert(QStringLiteral("status"), QStringLiteral("interrupted"));
    content.messages = {question(), answer};
    stage.answerWith(content);
    stage.open();
}

/// Both messages have been asked and answered before.
QList<Message> withVersions()
{
    const QString key = QStringLiteral("siblings");
    Message own = question();
    own.metadata.insert(key, QJsonArray{QStringLiteral("m0"), own.id});
    Message answer = reply();
    answer.metadata.insert(key, QJsonArray{QStringLiteral("m1a"), answer.id, QStringLiteral("m3")});
    return {own, answer};
}

void branches(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = withVersions();
    stage.answerWith(content);
    stage.open();
    pointAt(stage, 1);
}

void editingMessage(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    stage.find<ui::TranscriptView>()->perform(ui::RowAction::Edit, 0);
    stage.settle();
}

void providerFailed(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = {};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    test::FakeExchange *stream = stage.send(question().content);
    stream->body(Stage::chunk(QStringLiteral("Then the question is not which database is better, but")));
    stream->body(Stage::event("error",
        R"({"code": "provider_unreachable", "message": "The model server at 127.0.0.1:11434 does not answer. Start it with “ollama serve”.", "retryable": true})"));
    stream->body(Stage::event("done", R"({"message_id": null})"));
    stage.settle();
}

void failedAtOnce(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = {};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    test::FakeExchange *stream = stage.send(question().content);
    stream->body(Stage::event("error",
        R"({"code": "provider_unreachable", "message": "The model server at 127.0.0.1:11434 does not answer. Start it with “ollama serve”.", "retryable": true})"));
    stream->body(Stage::event("done", R"({"message_id": null})"));
    stage.settle();
}

void searching(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    stage.find<ui::ThreadSidebar>()->findChild<QLineEdit *>()->setText(QStringLiteral("off"));
    stage.settle(500);
}

void narrow(Stage &stage)
{
    stage.answerWith(everything());
    stage.open({680, 800});
}

void narrowWithStructure(Stage &stage)
{
    stage.answerWith(everything());
    stage.open({900, 800});
    stage.window().panes().toggleStructure();
    stage.settle();
}

void offline(Stage &stage)
{
    const auto failure = test::FakeAnswer::failure(protocol::ApiError::Kind::Network);
    stage.answerWith(everything());
    stage.open();
    stage.server().always("GET", QStringLiteral("/api/signals/"), failure);
    stage.server().always("GET", QStringLiteral("/api/chat/threads/"), failure);
    stage.server().always("GET", QStringLiteral("/api/"), failure);
    stage.workspace().poller().refresh();
    stage.workspace().reconnect();
    stage.settle(200);
}

void held(Stage &stage)
{
    stage.server().always("POST", QStringLiteral("/api/chat/threads/%1/messages/").arg(sceneThreadId()),
        test::FakeAnswer::failure(protocol::ApiError::Kind::Network));
    offline(stage);
    stage.workspace().current()->send(QStringLiteral("And who rehearses the restore before week 30?"));
    stage.settle();
}

} // namespace

QList<Scene> scenes()
{
    const auto scene = [](const char *name, const char *lookFor, void (*play)(Stage &),
                           double textScale = 1.0, bool ownTheme = false) {
        return Scene{.name = QString::fromLatin1(name),
            .lookFor = QString::fromUtf8(lookFor),
            .play = play,
            .textScale = textScale,
            .ownTheme = ownTheme};
    };
    const QList<Scene> all =
        settingsScenes() +
        QList<Scene>{
            scene("waiting", "The question is there at once; something says that a reply is coming; Stop",
                waiting),
            scene("streaming", "Caret at the end of the open item; Stop in place of Send; pulse in the list",
                streaming),
            scene("main",
                "Card selected, its words tinted, thin underlines under the others; facts under the reply",
                finished),
            scene("markdown", "Rhythm of headings, lists, quotation, code; nothing jumps out", everyKind),
            scene("code", "Five languages, each readable; comments quiet, the list's box like the others",
                code),
            scene("math",
                "Formulas in the line keep its rhythm, those by themselves are in the middle; the prices "
                "are text; what is not known or not finished is source",
                math),
            scene("footnotes",
                "Small numbers, the notes muted at the end; the picture says what and whose; nothing "
                "turns around",
                footnotes),
            scene("long-lines",
                "The code block keeps its lines and scrolls by itself; the page does not scroll sideways",
                longLines),
            scene("wrapped-lines", "The long line is broken; the button says how to keep it", wrappedLines),
            scene("scrolled-lines",
                "The line goes on to the left and to the right, inside the box; a thin bar", scrolledLines),
            scene(
                "nested-lists", "Each level is indented alike; boxes stand where bullets would", nestedLists),
            scene("quotations", "Bars run through; code and tables keep their boxes inside", quotations),
            scene("markdown-large", "200 %: the same rhythm, nothing clipped", everyKind, 2.0),
            scene(
                "find", "Every place is tinted, the one that is shown has an edge as well; 2 of 3", finding),
            scene("link", "Where the link leads, its host by itself; nothing has been opened", linkAsked),
            scene("find-nothing", "Says so; the arrows are faint", findingNothing),
            scene("picture", "The address and what loading it tells; nothing is loaded", pictureAsked),
            scene("picture-shown", "In its place, below its description; the text goes on below it",
                pictureShown),
            scene("days", "The day where it begins, the line above what is new", days),
            scene("wide-table", "Columns readable, numbers to the right", wideTable),
            scene("scrolled-up", "The view stands still; the pill says that there is something new",
                scrolledUp),
            scene("thinking", "One quiet line that counts the seconds, above the caret", thinking),
            scene("thoughts",
                "The line says for how long; the text below it is smaller and muted, with a rule along it",
                thoughts),
            scene("loading-model", "Beside the caret, muted: why nothing comes yet", loadingModel),
            scene("branches",
                "‹ 2/2 › under the question, ‹ 2/3 › under the reply, the last arrow of the question "
                "faint; the buttons and facts of the reply on the same line",
                branches),
            scene("editing-message",
                "The message is framed; the composer says that it is edited and how to stop", editingMessage),
            scene("branching", "The strip says what is written; what followed the reply is still there",
                branching),
            scene("interrupted",
                "The text is kept; the notice says what happened and offers to continue, or to ask again",
                interrupted),
            scene("provider-failed", "A sentence with a next step; the question is kept; Retry",
                providerFailed),
            scene("failed-at-once", "No word came: only the notice, close below the question, and Retry",
                failedAtOnce),
            scene("structure-empty", "Says what will appear; Checking… at the foot", structureEmpty),
            scene("contradiction", "Each of the two cards says in one quiet line what it seems to contradict",
                contradiction),
            scene("map",
                "Decisions at the left, level with what they rest on; each kind of link looks different; "
                "what "
                "is not linked is counted",
                map),
            scene("map-selected", "What is linked with the selected card stands out; it is named below",
                mapSelected),
            scene("map-empty", "Says what will be drawn", mapEmpty),
            scene("map-text", "200 %: cards, legend and buttons have room", map, 2.0),
            scene("map-contrast", "Cards have edges, links differ without shades", mapSelected, 1.0, true),
            scene("map-large", "Hundreds: each as readable as few, the rest below", mapLarge),
            scene("paused", "Says that it rests while minimized", paused),
            scene(
                "found-nothing", "Says that it stopped and after how many checks; Check again", foundNothing),
            scene("ordered", "The button says that another order is chosen; its menu is open", ordered),
            scene("filtered-by-words", "The field below the title, only what has the words", filteredByWords),
            scene("said-often", "How often it was said is a line of its own; its places below", saidOften),
            scene("structure-narrow", "The buttons stand in a row below the title; nothing is cut",
                structureNarrow),
            scene("filtered", "One chip is on, only its cards are there", filtered),
            scene("doubtful", "A mark and words: changed since, in full on the selected card; not found",
                doubtful),
            scene("new-cards", "A dot at each card that was not there before", newCards),
            scene("pair-selected", "Below what it seems to contradict: that they do not; one more button",
                pairSelected),
            scene("waits-to-be-read", "Above the foot: how many, why, when next, and Extract now",
                waitsToBeRead),
            scene("readings",
                "Which model, when, what it cost, what came of it; what failed in another colour", readings),
            scene("kept-here", "What is confirmed or pinned says that this computer keeps it", keptHere),
            scene("editing", "The card is a field with the old text", editing),
            scene("dismissed", "The card is gone, the toast offers Undo, counts have changed", dismissed),
            scene("stopped", "Says that it stopped and why", stopped),
            scene("activity", "Live row on top, headers masked, events with times, the saved-requests line",
                activity),
            scene("activity-empty", "Says what will appear; the count is zero", activityEmpty),
            scene("activity-filtered", "Says that nothing is like the words in the field", activityFiltered),
            scene("activity-failed",
                "The status in red; below both sides' headers, and what went wrong in words", activityFailed),
            scene("activity-finished", "No row is live; start, five deltas and done, each with its time",
                activityFinished),
            scene("activity-masked",
                "No secret anywhere: not in headers, addresses, cookies, nor what the server repeats; the "
                "password is not there",
                activityMasked),
            scene("activity-offline", "What was not answered says so; the foot and the notice when it tries",
                activityOffline),
            scene("activity-large", "200 %: a row, its headers and its events can be read; all four panes",
                activity, 2.0),
            scene("activity-contrast", "The open row, the lines and the statuses without shades", activity,
                1.0, true),
            scene("live", "Live at the foot; the open connection is a live row with its pings and events",
                live),
            scene("search", "Only what was searched for; the words are in the field", searching),
            scene("narrow", "Both panes folded away; the chat has the width", narrow),
            scene("narrow-structure", "Structure lies over the dimmed chat", narrowWithStructure),
            scene("right-to-left", "Arabic starts at the right; marks and numbers on the right side",
                rightToLeft),
            scene("east-asian", "Chinese, Japanese, Korean and emoji have glyphs and even lines", eastAsian),
            scene("large-text", "200 %: nothing clipped, nothing overlaps", finished, 2.0),
            scene("high-contrast", "Borders and focus are visible without shades", finished, 1.0, true),
            scene("offline", "Everything stays; the foot and the notice say when it tries again", offline),
            scene("held", "The message is there and says what it waits for; it can be sent now or taken back",
                held),
        };
    return all + inOtherLanguages(all);
}

} // namespace throughline::screenshots
