using AtlasHa.Storage.Tests.Contract;

namespace AtlasHa.Storage.Tests.Sqlite;

public sealed class SqliteDataTests() : DataContract(new SqliteTestStores());

public sealed class SqliteTransactionTests() : TransactionContract(new SqliteTestStores());

public sealed class SqliteRequestTests() : RequestContract(new SqliteTestStores());

public sealed class SqliteEpochTests() : EpochContract(new SqliteTestStores());

public sealed class SqliteClassificationTests() : ClassificationContract(new SqliteTestStores());

public sealed class SqliteAuditTests() : AuditContract(new SqliteTestStores());

public sealed class SqliteSearchTests() : SearchContract(new SqliteTestStores());

public sealed class SqliteImportTests() : ImportContract(new SqliteTestStores());

public sealed class SqliteNotificationTests() : NotificationContract(new SqliteTestStores());

public sealed class SqliteAdminAuditTests() : AdminAuditContract(new SqliteTestStores());
