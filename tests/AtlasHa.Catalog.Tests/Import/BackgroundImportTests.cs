using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Import;

public sealed class SqliteBackgroundImportTests(SqliteStores stores) : BackgroundImportOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresBackgroundImportTests(PostgresStores stores) : BackgroundImportOperations(stores);

public sealed class SqliteBackgroundImportFaultTests(SqliteStores stores) : BackgroundImportFaultOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresBackgroundImportFaultTests(PostgresStores stores) : BackgroundImportFaultOperations(stores);

public sealed class SqliteBackgroundUploadTests(SqliteStores stores) : BackgroundUploadOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresBackgroundUploadTests(PostgresStores stores) : BackgroundUploadOperations(stores);
