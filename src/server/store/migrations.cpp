#include "server/store/migrations.h"

#include "server/store/database.h"

#include <array>
#include <vector>

namespace throughline::server::store {

namespace {

using Statements = std::vector<const char *>;

// What is here has been run on people's files: add a migration, never change one. Times are milliseconds
// since 1970, UTC. `seq` is the order in which rows were stored.

Statements conversations()
{
    return {
        R"(CREATE TABLE threads (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            archived INTEGER NOT NULL DEFAULT 0,
            pinned_at INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            message_count INTEGER NOT NULL DEFAULT 0
        ) STRICT)",
        "CREATE INDEX threads_newest ON threads (updated_at DESC, seq DESC)",
        R"(CREATE TABLE messages (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
            role TEXT NOT NULL,
            content TEXT NOT NULL,
            status TEXT NOT NULL,
            reply_to TEXT REFERENCES messages (id) ON DELETE CASCADE,
            metadata TEXT NOT NULL DEFAULT '{}',
            created_at INTEGER NOT NULL
        ) STRICT)",
        "CREATE INDEX messages_of_thread ON messages (thread_id, seq)",
        "CREATE INDEX messages_replying ON messages (reply_to) WHERE reply_to IS NOT NULL",
        "CREATE INDEX messages_streaming ON messages (seq) WHERE status = 'streaming'",
        R"(CREATE TRIGGER messages_counted AFTER INSERT ON messages BEGIN
            UPDATE threads SET message_count = message_count + 1 WHERE id = new.thread_id;
        END)",
        R"(CREATE TRIGGER messages_uncounted AFTER DELETE ON messages BEGIN
            UPDATE threads SET message_count = message_count - 1 WHERE id = old.thread_id;
        END)",
        R"(CREATE TABLE idempotency_keys (
            key TEXT PRIMARY KEY,
            message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID)",
        "CREATE INDEX idempotency_keys_of_message ON idempotency_keys (message_id)",
        "CREATE INDEX idempotency_keys_oldest ON idempotency_keys (created_at)",
    };
}

Statements structure()
{
    return {
        R"(CREATE TABLE signals (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
            sequence_index INTEGER NOT NULL,
            type TEXT NOT NULL,
            text TEXT NOT NULL,
            normalized_text TEXT NOT NULL,
            dedupe_key TEXT NOT NULL,
            confidence REAL NOT NULL,
            status TEXT NOT NULL DEFAULT 'suggested',
            elevated INTEGER NOT NULL DEFAULT 0,
            stale INTEGER NOT NULL DEFAULT 0,
            dismissed_at INTEGER,
            pinned_at INTEGER,
            created_at INTEGER NOT NULL,
            UNIQUE (thread_id, dedupe_key)
        ) STRICT)",
        "CREATE UNIQUE INDEX signals_of_thread ON signals (thread_id, sequence_index)",
        R"(CREATE TABLE places (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            signal_id TEXT NOT NULL REFERENCES signals (id) ON DELETE CASCADE,
            message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
            span_start INTEGER NOT NULL,
            span_end INTEGER NOT NULL,
            quote TEXT NOT NULL,
            alignment TEXT NOT NULL,
            UNIQUE (signal_id, message_id, span_start, span_end, quote)
        ) STRICT)",
        "CREATE INDEX places_of_message ON places (message_id)",
        R"(CREATE TABLE extractions (
            thread_id TEXT PRIMARY KEY REFERENCES threads (id) ON DELETE CASCADE,
            extracted_seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID)",
    };
}

// A reply is indexed when it has ended: indexing it again with every delta would cost the square of its
// length.
Statements search()
{
    return {
        R"(CREATE VIRTUAL TABLE thread_search USING fts5 (
            title, content = 'threads', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2'))",
        R"(CREATE VIRTUAL TABLE message_search USING fts5 (
            content, content = 'messages', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2'))",
        "INSERT INTO thread_search (rowid, title) SELECT seq, title FROM threads",
        R"(INSERT INTO message_search (rowid, content)
            SELECT seq, content FROM messages WHERE status <> 'streaming')",
        R"(CREATE TRIGGER threads_indexed AFTER INSERT ON threads BEGIN
            INSERT INTO thread_search (rowid, title) VALUES (new.seq, new.title);
        END)",
        R"(CREATE TRIGGER threads_reindexed AFTER UPDATE OF title ON threads BEGIN
            INSERT INTO thread_search (thread_search, rowid, title) VALUES ('delete', old.seq, old.title);
            INSERT INTO thread_search (rowid, title) VALUES (new.seq, new.title);
        END)",
        R"(CREATE TRIGGER threads_unindexed AFTER DELETE ON threads BEGIN
            INSERT INTO thread_search (thread_search, rowid, title) VALUES ('delete', old.seq, old.title);
        END)",
        R"(CREATE TRIGGER messages_indexed AFTER INSERT ON messages WHEN new.status <> 'streaming' BEGIN
            INSERT INTO message_search (rowid, content) VALUES (new.seq, new.content);
        END)",
        // One trigger for both halves: SQLite promises no order among several.
        R"(CREATE TRIGGER messages_reindexed AFTER UPDATE OF content, status ON messages
            WHEN old.status <> 'streaming' OR new.status <> 'streaming' BEGIN
            INSERT INTO message_search (message_search, rowid, content)
                SELECT 'delete', old.seq, old.content WHERE old.status <> 'streaming';
            INSERT INTO message_search (rowid, content)
                SELECT new.seq, new.content WHERE new.status <> 'streaming';
        END)",
        R"(CREATE TRIGGER messages_unindexed AFTER DELETE ON messages WHEN old.status <> 'streaming' BEGIN
            INSERT INTO message_search (message_search, rowid, content) VALUES ('delete', old.seq, old.content);
        END)",
    };
}

// What is there already becomes one path, in the order in which it was stored, as it was shown until now.
// parent_id has no foreign key: SQLite follows a chain of them deeper than it allows, and messages go only
// with their thread.
Statements branches()
{
    return {
        "ALTER TABLE messages ADD COLUMN parent_id TEXT",
        "ALTER TABLE messages ADD COLUMN active INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE messages ADD COLUMN forked INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE messages ADD COLUMN activated INTEGER NOT NULL DEFAULT 1",
        R"(UPDATE messages SET parent_id = (SELECT before.id FROM messages before
            WHERE before.thread_id = messages.thread_id AND before.seq < messages.seq
            ORDER BY before.seq DESC LIMIT 1))",
        "CREATE INDEX messages_active ON messages (thread_id, active, seq)",
        "CREATE INDEX messages_following ON messages (thread_id, parent_id, activated, seq)",
        "CREATE INDEX messages_forked ON messages (thread_id, seq) WHERE forked = 1 AND active = 1",
        "DROP TRIGGER messages_counted",
        "DROP TRIGGER messages_uncounted",
        R"(CREATE TRIGGER messages_counted AFTER INSERT ON messages WHEN new.active BEGIN
            UPDATE threads SET message_count = message_count + 1 WHERE id = new.thread_id;
        END)",
        R"(CREATE TRIGGER messages_recounted AFTER UPDATE OF active ON messages
            WHEN old.active <> new.active BEGIN
            UPDATE threads SET message_count = message_count + new.active - old.active
                WHERE id = new.thread_id;
        END)",
        R"(CREATE TRIGGER messages_uncounted AFTER DELETE ON messages WHEN old.active BEGIN
            UPDATE threads SET message_count = message_count - 1 WHERE id = old.thread_id;
        END)",
        "ALTER TABLE idempotency_keys ADD COLUMN purpose TEXT NOT NULL DEFAULT ''",
    };
}

Statements models()
{
    return {
        "ALTER TABLE threads ADD COLUMN model TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE threads ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE messages ADD COLUMN reasoning TEXT NOT NULL DEFAULT ''",
    };
}

Statements readings()
{
    return {
        "ALTER TABLE extractions ADD COLUMN failures INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE extractions ADD COLUMN retry_at INTEGER",
        "ALTER TABLE extractions ADD COLUMN problem TEXT NOT NULL DEFAULT ''",
        R"(CREATE TABLE readings (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            calls INTEGER NOT NULL,
            prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL,
            found INTEGER NOT NULL,
            problem TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT)",
        "CREATE INDEX readings_of_thread ON readings (thread_id, seq)",
        R"(CREATE TABLE read_messages (
            reading_seq INTEGER NOT NULL REFERENCES readings (seq) ON DELETE CASCADE,
            message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
            PRIMARY KEY (reading_seq, message_id)
        ) STRICT, WITHOUT ROWID)",
        "CREATE INDEX read_messages_of_message ON read_messages (message_id)",
        R"(CREATE TABLE contradictions (
            signal_id TEXT NOT NULL REFERENCES signals (id) ON DELETE CASCADE,
            other_id TEXT NOT NULL REFERENCES signals (id) ON DELETE CASCADE,
            settled INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (signal_id, other_id)
        ) STRICT, WITHOUT ROWID)",
        "CREATE INDEX contradictions_of_other ON contradictions (other_id)",
        R"(CREATE TABLE evidence (
            signal_id TEXT NOT NULL REFERENCES signals (id) ON DELETE CASCADE,
            evidence_id TEXT NOT NULL REFERENCES signals (id) ON DELETE CASCADE,
            PRIMARY KEY (signal_id, evidence_id)
        ) STRICT, WITHOUT ROWID)",
        "CREATE INDEX evidence_of_evidence ON evidence (evidence_id)",
    };
}

/// Entry n leads from version n to version n + 1.
constexpr std::array migrations{conversations, structure, search, branches, models, readings};

} // namespace

int newestSchemaVersion()
{
    return static_cast<int>(migrations.size());
}

protocol::Expected<int> schemaVersion(Database &database)
{
    return database
        .first(QStringLiteral("PRAGMA user_version"), {},
            [](const Row &row) { return static_cast<int>(row.integer(0)); })
        .map([](const std::optional<int> &version) { return version.value_or(0); });
}

protocol::Expected<void> migrate(Database &database)
{
    const auto version = schemaVersion(database);
    if (!version)
        return tl::unexpected(version.error());
    for (int from = *version; from < newestSchemaVersion(); ++from) {
        auto migrated = database.inTransaction([&]() -> protocol::Expected<void> {
            for (const char *statement : migrations.at(static_cast<std::size_t>(from))()) {
                if (const auto done = database.run(QString::fromUtf8(statement)); !done)
                    return tl::unexpected(done.error());
            }
            // A PRAGMA takes no bound values; the number is ours.
            if (const auto done = database.run(QStringLiteral("PRAGMA user_version = %1").arg(from + 1));
                !done)
                return tl::unexpected(done.error());
            return {};
        });
        if (!migrated)
            return migrated;
    }
    return {};
}

} // namespace throughline::server::store
