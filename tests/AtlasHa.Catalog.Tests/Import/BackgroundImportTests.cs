using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Import;

public sealed class SqliteBackgroundImportTests(SqliteStores stores) : BackgroundImportOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresBackgroundImportTests(PostgresStores stores) : BackgroundImportOperations(stores);
