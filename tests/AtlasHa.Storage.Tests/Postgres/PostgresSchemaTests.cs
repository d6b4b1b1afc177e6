using Shouldly;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>The schema that the connection string names with <c>Search Path</c> holds all of a store.</summary>
public sealed class PostgresSchemaTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_stores_live_in_schemas_of_one_database()
    {
        await using var stores = new PostgresTestStores(server);
        await using var first = stores.OpenWith();
        await first.InitializeAsync(Token);
        (await first.TryClaimEpochAsync(7, "id1", Token)).ShouldBeTrue();

        await stores.ExecuteAsync("CREATE SCHEMA other");
        await using var second = stores.OpenWith($"{stores.ConnectionString};Search Path=other");
        await second.InitializeAsync(Token);

        (await second.TryClaimEpochAsync(3, "id2", Token)).ShouldBeTrue();
        (await second.ReadEpochAsync(Token)).Epoch.ShouldBe(3);
        (await first.ReadEpochAsync(Token)).Epoch.ShouldBe(7);
        // One that is there already is found, and not made again.
        await using var again = stores.OpenWith($"{stores.ConnectionString};Search Path=other");
        await again.InitializeAsync(Token);
        (await again.ReadEpochAsync(Token)).Epoch.ShouldBe(3);
    }
}
