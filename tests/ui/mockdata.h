#pragma once

#include "protocol/values.h"
#include "workspace/signalmodel.h"
#include "workspace/threadlistmodel.h"

#include <QStandardItemModel>
#include <QTimeZone>

#include <memory>

/// The data of the design's mock-ups, as models with the roles that the panes read.
namespace throughline::test {

/// Sunday would put everything into another group: the mock-ups are drawn on a Friday, at 12:41.
inline QDateTime mockNow()
{
    return {QDate(2025, 5, 16), QTime(12, 41, 7), QTimeZone::utc()};
}

inline std::unique_ptr<QStandardItemModel> mockThreads(bool streaming = false)
{
    using Model = workspace::ThreadListModel;
    using Group = Model::Group;
    const struct
    {
        const char *title;
        const char *preview;
        QDateTime at;
        Group group;
    } rows[]{
        {"Pricing for the team plan", "Per-seat, with a floor at five seats", mockNow().addDays(-4),
            Group::Pinned},
        {"Postgres or SQLite for launch", "What would have to be true for one writer to hurt?", mockNow(),
            Group::Today},
        {"First hire: support or engineering", "You named three constraints and no goal yet",
            QDateTime(mockNow().date(), QTime(9, 12), QTimeZone::utc()), Group::Today},
        {"Onboarding in one afternoon", "Let’s drop the import wizard",
            QDateTime(mockNow().date().addDays(-1), QTime(17, 40), QTimeZone::utc()), Group::Yesterday},
        {"Offline mode, worth it?", "Evidence: 4 of 31 interviews",
            QDateTime(mockNow().date().addDays(-1), QTime(11, 5), QTimeZone::utc()), Group::Yesterday},
        {"Cut the cloud bill by a third", "The two largest lines are idle replicas", mockNow().addDays(-1),
            Group::Previous7Days},
        {"Which market first", "Assumption untested: schools buy in spring", mockNow().addDays(-2),
            Group::Previous7Days},
        {"Rewrite the importer in Rust?", "Decision: not this quarter", mockNow().addDays(-3),
            Group::Previous7Days},
    };
    auto model = std::make_unique<QStandardItemModel>();
    int number = 0;
    for (const auto &row : rows) {
        auto *item = new QStandardItem(QString::fromUtf8(row.title));
        item->setData(QStringLiteral("thread-%1").arg(number++), Model::IdRole);
        item->setData(QString::fromUtf8(row.title), Model::TitleRole);
        item->setData(QString::fromUtf8(row.preview), Model::PreviewRole);
        item->setData(row.at, Model::UpdatedAtRole);
        item->setData(int(row.group), Model::GroupRole);
        item->setData(streaming && number == 2, Model::StreamingRole);
        item->setData(false, Model::ArchivedRole);
        item->setData(row.group == Group::Pinned, Model::PinnedRole);
        item->setData(false, Model::UnreadRole);
        model->appendRow(item);
    }
    return model;
}

inline QStandardItem *signalItem(int number, protocol::SignalType type, const QString &text,
    protocol::SignalStatus status, bool isNew, bool hasSpan = true)
{
    using Model = workspace::SignalModel;
    auto *item = new QStandardItem(text);
    item->setData(QStringLiteral("signal-%1").arg(number), Model::IdRole);
    item->setData(text, Model::TextRole);
    item->setData(int(type), Model::TypeRole);
    item->setData(protocol::signalTypeName(type), Model::TypeNameRole);
    item->setData(int(status), Model::StatusRole);
    item->setData(false, Model::PinnedRole);
    item->setData(0.9, Model::ConfidenceRole);
    item->setData(false, Model::StaleRole);
    item->setData(int(protocol::Alignment::Exact), Model::AlignmentRole);
    item->setData(hasSpan, Model::HasSpanRole);
    item->setData(text, Model::QuoteRole);
    item->setData(isNew, Model::NewRole);
    return item;
}

inline std::unique_ptr<QStandardItemModel> mockSignals()
{
    using protocol::SignalStatus;
    using protocol::SignalType;
    auto model = std::make_unique<QStandardItemModel>();
    int number = 0;
    const auto add = [&](SignalType type, const char *text, SignalStatus status) {
        model->appendRow(
            signalItem(number++, type, QString::fromUtf8(text), status, status == SignalStatus::Suggested));
    };
    add(SignalType::DecisionIntent, "Leaning towards SQLite until the second node", SignalStatus::Confirmed);
    add(SignalType::Goal, "Launch in six weeks with a boring stack", SignalStatus::Confirmed);
    add(SignalType::Constraint, "It has to run on a 4 GB machine", SignalStatus::Confirmed);
    add(SignalType::Constraint, "One of us is on call, at most", SignalStatus::Confirmed);
    add(SignalType::Assumption, "Writes will stay under 200 a second in the first year",
        SignalStatus::Suggested);
    add(SignalType::Assumption, "Backups of a single file are easier to restore", SignalStatus::Suggested);
    add(SignalType::Question, "How long may a failover take?", SignalStatus::Suggested);
    add(SignalType::Claim, "SQLite handles this load fine", SignalStatus::Confirmed);
    add(SignalType::EvidenceMention, "I measured 40 ms on staging", SignalStatus::Confirmed);
    return model;
}

} // namespace throughline::test
