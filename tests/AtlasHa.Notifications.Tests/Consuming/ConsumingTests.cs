using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Notifications.Tests.Consuming;

public sealed class SqliteProcessingTests(SqliteStores stores) : ProcessingOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresProcessingTests(PostgresStores stores) : ProcessingOperations(stores);

public sealed class SqliteExactlyOnceTests(SqliteStores stores) : ExactlyOnceOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresExactlyOnceTests(PostgresStores stores) : ExactlyOnceOperations(stores);

public sealed class SqliteOutboxTests(SqliteStores stores) : OutboxOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresOutboxTests(PostgresStores stores) : OutboxOperations(stores);

public sealed class SqliteQueueBoundTests(SqliteStores stores) : QueueBoundOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresQueueBoundTests(PostgresStores stores) : QueueBoundOperations(stores);

public sealed class SqlitePositionTests(SqliteStores stores) : PositionOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresPositionTests(PostgresStores stores) : PositionOperations(stores);
