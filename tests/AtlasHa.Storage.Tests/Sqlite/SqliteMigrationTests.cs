using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests.Sqlite;

/// <summary>Files of earlier versions are brought up to date with what is in them.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_of_version_1_gets_the_memory_of_requests_and_keeps_its_entities()
    {
        await using var store = Open();
        await store.InitializeAsync(Token);
        (await store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        await using (var writer = await store.BeginWriteAsync(1, Token))
        {
            await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
            await writer.CommitAsync(Token);
        }
        using (var session = SqliteSession.Open(_folder.File("catalog.db"), readOnly: false, TimeSpan.Zero))
        {
            session.Run("DROP TABLE remembered_request");
            session.Run("DELETE FROM SchemaVersions WHERE ScriptName = 'sqlite/0002_remembered_request.sql'");
            session.Run("PRAGMA user_version = 1");
        }

        await using var newer = Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.BeginWriteAsync(1, Token);
        (await after.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        await after.RememberRequestAsync(Rows.Request("r1"), Token);
        (await after.FindRequestAsync("ann", "r1", Token)).ShouldNotBeNull();
    }

    private SqliteCatalogStore Open() =>
        new(new SqliteStoreOptions { Path = _folder.File("catalog.db") }, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
}
