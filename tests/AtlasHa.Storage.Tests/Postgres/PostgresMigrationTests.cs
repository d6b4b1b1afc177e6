using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Tests.Contract;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Databases of other versions.</summary>
public sealed class PostgresMigrationTests(PostgresServer server) : CatalogStoreContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>
{
    private PostgresTestStores Databases => (PostgresTestStores)Stores;

    [Fact]
    public async Task Database_of_version_1_gets_the_memory_of_requests_and_keeps_its_entities()
    {
        await PutAsync(Rows.Entity("g"));
        await Databases.ExecuteAsync("""
            DROP TABLE remembered_request;
            DELETE FROM schemaversions WHERE scriptname = 'postgres/0002_remembered_request.sql';
            UPDATE epoch SET schema_version = 1;
            """);

        await using var newer = Stores.Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.BeginWriteAsync(Epoch, Token);
        (await after.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        await after.RememberRequestAsync(Rows.Request("r1"), Token);
        (await after.FindRequestAsync("ann", "r1", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Database_of_a_later_version_is_neither_prepared_nor_claimed()
    {
        await Databases.ExecuteAsync("UPDATE epoch SET schema_version = 1000");

        (await Should.ThrowAsync<StoreUnavailableException>(Store.InitializeAsync(Token))).Message.ShouldContain("upgrade this instance");
        (await Should.ThrowAsync<StoreUnavailableException>(Store.TryClaimEpochAsync(2, "id2", Token))).Message.ShouldContain("upgrade this instance");
    }
}
