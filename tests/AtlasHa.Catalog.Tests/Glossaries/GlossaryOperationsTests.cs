using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Glossaries;

public sealed class SqliteGlossaryTests(SqliteStores stores) : GlossaryOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresGlossaryTests(PostgresStores stores) : GlossaryOperations(stores);

public sealed class SqliteTermTests(SqliteStores stores) : TermOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresTermTests(PostgresStores stores) : TermOperations(stores);

public sealed class SqliteCategoryTests(SqliteStores stores) : CategoryOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresCategoryTests(PostgresStores stores) : CategoryOperations(stores);

public sealed class SqliteGlossaryImportTests(SqliteStores stores) : ImportOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresGlossaryImportTests(PostgresStores stores) : ImportOperations(stores);

public sealed class SqliteGlossarySearchTests(SqliteStores stores) : SearchOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresGlossarySearchTests(PostgresStores stores) : SearchOperations(stores);
