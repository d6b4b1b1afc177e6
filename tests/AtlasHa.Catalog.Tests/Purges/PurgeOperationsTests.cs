using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Purges;

public sealed class SqlitePurgeOperationsTests(SqliteStores stores) : PurgeOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresPurgeOperationsTests(PostgresStores stores) : PurgeOperations(stores);

public sealed class SqliteRemovalSpreadOperationsTests(SqliteStores stores) : RemovalSpreadOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresRemovalSpreadOperationsTests(PostgresStores stores) : RemovalSpreadOperations(stores);
