#include "screenshots/thoughtscenes.h"

#include "screenshots/scenedata.h"
#include "ui/transcript/transcriptview.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace throughline::screenshots {

namespace {

QString whatItThought()
{
    return QStringLiteral(
        "They lean towards SQLite, but the sentence has a condition in it: “until we need a second node”. So "
        "the choice of database is not what is open. What is open is when that condition comes true, and "
        "what "
        "changing then would cost.\n\n"
        "200 writes a second on one machine is far below what WAL does. Memory: PostgreSQL would take a "
        "noticeable part of the 4 GB. Six weeks to launch.\n\n"
        "I should not compare features. Better: name what would make them regret it, in the order in which "
        "it "
        "would happen.");
}

test::FakeExchange *ask(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = {};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    return stage.send(question().content);
}

} // namespace

void thinking(Stage &stage)
{
    test::FakeExchange *stream = ask(stage);
    const QString text = whatItThought();
    stream->body(Stage::event("reasoning",
        protocol::streamEventData(protocol::StreamReasoning{.text = text, .offset = text.toUtf8().size()})));
    stage.clock().advance(std::chrono::seconds(7));
    stage.settle();
}

void thoughts(Stage &stage)
{
    Stage::Content content = everything();
    protocol::Message answer = reply();
    answer.metadata.insert(QStringLiteral("reasoning"), whatItThought());
    answer.metadata.insert(QStringLiteral("reasoning_ms"), 12'400);
    content.messages = {question(), answer};
    stage.answerWith(content);
    stage.open({1280, 960});
    stage.find<ui::TranscriptView>()->perform(ui::RowAction::ToggleThoughts, 1);
    stage.settle();
}

void loadingModel(Stage &stage)
{
    test::FakeExchange *stream = ask(stage);
    const QString sentence =
        QStringLiteral("llama.cpp is loading the model. It answers as soon as that is done.");
    stream->body(
        Stage::event("waiting", protocol::streamEventData(protocol::StreamWaiting{.message = sentence})));
    stage.settle();
}

} // namespace throughline::screenshots
