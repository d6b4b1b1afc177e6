using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Lineage;

public sealed class SqliteLineageOperationsTests(SqliteStores stores) : LineageOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresLineageOperationsTests(PostgresStores stores) : LineageOperations(stores);
