using AtlasHa.Storage.Tests.Contract;

namespace AtlasHa.Storage.Tests.Postgres;

public sealed class PostgresDataTests(PostgresServer server) : DataContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresTransactionTests(PostgresServer server) : TransactionContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresRequestTests(PostgresServer server) : RequestContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresEpochTests(PostgresServer server) : EpochContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresClassificationTests(PostgresServer server) : ClassificationContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresAuditTests(PostgresServer server) : AuditContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresSearchTests(PostgresServer server) : SearchContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresImportTests(PostgresServer server) : ImportContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresNotificationTests(PostgresServer server) : NotificationContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;

public sealed class PostgresAdminAuditTests(PostgresServer server) : AdminAuditContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>;
