using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Export;

public sealed class SqliteExportTests(SqliteStores stores) : ExportOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresExportTests(PostgresStores stores) : ExportOperations(stores);
