using AtlasHa.Storage.Tests.Contract;
using AtlasHa.Storage.Tests.Postgres;
using AtlasHa.Storage.Tests.Sqlite;

namespace AtlasHa.Storage.Tests.Groups;

public sealed class GroupedSqliteDataTests() : DataContract(new GroupedStores(new SqliteTestStores()));

public sealed class GroupedSqliteTransactionTests() : TransactionContract(new GroupedStores(new SqliteTestStores()));

public sealed class GroupedSqliteRequestTests() : RequestContract(new GroupedStores(new SqliteTestStores()));

public sealed class GroupedSqliteSearchTests() : SearchContract(new GroupedStores(new SqliteTestStores()));

public sealed class GroupedPostgresDataTests(PostgresServer server)
    : DataContract(new GroupedStores(new PostgresTestStores(server))), IClassFixture<PostgresServer>;

public sealed class GroupedPostgresTransactionTests(PostgresServer server)
    : TransactionContract(new GroupedStores(new PostgresTestStores(server))), IClassFixture<PostgresServer>;

public sealed class GroupedPostgresRequestTests(PostgresServer server)
    : RequestContract(new GroupedStores(new PostgresTestStores(server))), IClassFixture<PostgresServer>;

public sealed class GroupedPostgresSearchTests(PostgresServer server)
    : SearchContract(new GroupedStores(new PostgresTestStores(server))), IClassFixture<PostgresServer>;

public sealed class GroupedSqliteImportTests() : ImportContract(new GroupedStores(new SqliteTestStores()));

public sealed class GroupedSqliteNotificationTests() : NotificationContract(new GroupedStores(new SqliteTestStores()));

public sealed class GroupedPostgresNotificationTests(PostgresServer server)
    : NotificationContract(new GroupedStores(new PostgresTestStores(server))), IClassFixture<PostgresServer>;

public sealed class GroupedSqliteAdminAuditTests() : AdminAuditContract(new GroupedStores(new SqliteTestStores()));

public sealed class GroupedPostgresAdminAuditTests(PostgresServer server)
    : AdminAuditContract(new GroupedStores(new PostgresTestStores(server))), IClassFixture<PostgresServer>;
