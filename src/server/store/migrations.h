#pragma once

#include "protocol/apierror.h"

namespace throughline::server::store {

class Database;

/// The version of the schema this program writes (PRAGMA user_version). docs/storage.md says how to add one.
int newestSchemaVersion();

protocol::Expected<int> schemaVersion(Database &database);

/// Brings \a database from the version it has to the newest, each step in a transaction of its own: after an
/// error or a crash the file is at one of the versions, complete, and the next start goes on from there.
protocol::Expected<void> migrate(Database &database);

} // namespace throughline::server::store
