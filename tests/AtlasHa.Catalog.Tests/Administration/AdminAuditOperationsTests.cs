using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Administration;

public sealed class SqliteAdminAuditOperationsTests(SqliteStores stores) : AdminAuditOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresAdminAuditOperationsTests(PostgresStores stores) : AdminAuditOperations(stores);
