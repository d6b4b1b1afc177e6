using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Relationships;

public sealed class SqliteRelationshipOperationsTests(SqliteStores stores) : RelationshipOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresRelationshipOperationsTests(PostgresStores stores) : RelationshipOperations(stores);

public sealed class SqliteRelationshipSpreadOperationsTests(SqliteStores stores) : RelationshipSpreadOperations(stores), IClassFixture<SqliteStores>;

public sealed class PostgresRelationshipSpreadOperationsTests(PostgresStores stores) : RelationshipSpreadOperations(stores);

public sealed class SqliteRelationshipHubsTests(SqliteStores stores) : RelationshipHubs(stores), IClassFixture<SqliteStores>;

public sealed class PostgresRelationshipHubsTests(PostgresStores stores) : RelationshipHubs(stores);
