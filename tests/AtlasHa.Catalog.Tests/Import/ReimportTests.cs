using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Import;

public sealed class SqliteReimportTests(SqliteStores stores) : ReimportOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresReimportTests(PostgresStores stores) : ReimportOperations(stores);
