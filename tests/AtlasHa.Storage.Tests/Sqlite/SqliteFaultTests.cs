using System.Globalization;
using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests.Sqlite;

/// <summary>Files that cannot be used, and what the error tells the operator.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string DatabasePath => _folder.File("catalog.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Schema_version_is_that_of_the_last_migration()
    {
        await using var store = Open();
        await store.InitializeAsync(Token);

        using var session = SqliteSession.Open(DatabasePath, readOnly: true, TimeSpan.Zero);
        SqliteMigrator.ReadSchemaVersion(session, DatabasePath).ShouldBe(SqliteMigrator.SchemaVersion);
        typeof(SqliteMigrator).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("sqlite/", StringComparison.Ordinal))
            .Max(name => int.Parse(name["sqlite/".Length..].Split('_')[0], CultureInfo.InvariantCulture)).ShouldBe((int)SqliteMigrator.SchemaVersion);
    }

    [Fact]
    public async Task Newer_schema_is_refused_at_start_and_at_a_claim()
    {
        await using var store = Open();
        await store.InitializeAsync(Token);
        using (var session = SqliteSession.Open(DatabasePath, readOnly: false, TimeSpan.Zero))
            session.Run("PRAGMA user_version = 99");

        await using var starting = Open();
        var atStart = await Should.ThrowAsync<StoreUnavailableException>(starting.InitializeAsync(Token));
        var atClaim = await Should.ThrowAsync<StoreUnavailableException>(store.TryClaimEpochAsync(1, "id1", Token));

        atStart.Message.ShouldContain("schema version 99");
        atStart.Message.ShouldContain("upgrade this instance");
        atClaim.Message.ShouldBe(atStart.Message);
        (await store.ReadEpochAsync(Token)).Epoch.ShouldBe(0);
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 5000), Token);
        await using var store = Open();

        (await Should.ThrowAsync<StoreUnavailableException>(store.InitializeAsync(Token))).Message.ShouldContain("is damaged or no SQLite database");
        (await File.ReadAllTextAsync(DatabasePath, Token)).ShouldBe(new string('x', 5000));
    }

    [Fact]
    public async Task Missing_file_is_reported_when_the_store_was_not_initialized()
    {
        await using var store = Open();

        (await Should.ThrowAsync<StoreUnavailableException>(async () => await store.OpenReaderAsync(1, Token))).Message
            .ShouldContain("cannot be opened: check that the file and its folder exist");
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.BeginWriteAsync(1, Token));
        File.Exists(DatabasePath).ShouldBeFalse();
        store.SinceLastContact.ShouldBeNull();
    }

    [Fact]
    public async Task Folder_that_cannot_be_created_is_reported()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", Token);
        await using var store = Open(Path.Combine(_folder.File("file"), "sub", "catalog.db"));

        (await Should.ThrowAsync<StoreUnavailableException>(store.InitializeAsync(Token))).Message.ShouldContain("cannot create the folder");
    }

    [Fact]
    public async Task Full_disk_fails_the_write_and_leaves_nothing()
    {
        await using var store = Open();
        await store.InitializeAsync(Token);
        await store.TryClaimEpochAsync(1, "id1", Token);
        var session = SqliteSession.Open(DatabasePath, readOnly: false, TimeSpan.Zero);
        // The page limit is the one way to a real SQLITE_FULL without a file system of its own.
        session.Run("PRAGMA max_page_count = 40");
        session.TryBeginImmediate().ShouldBeTrue();
        await using (var writer = new SqliteWriter(session, 1, ended => ended.Dispose(), () => { }))
        {
            await writer.PutEntitiesAsync([Rows.Entity("small")], Token);
            var failure = await Should.ThrowAsync<StoreUnavailableException>(
                async () => await writer.PutEntitiesAsync([Rows.Entity("big") with { Document = new byte[1_000_000] }], Token));
            failure.Message.ShouldContain("the disk is full");
            failure.OutcomeUnknown.ShouldBeFalse();
        }

        await using var reader = await store.OpenReaderAsync(1, Token);
        (await reader.ReadEntitiesAsync(["small", "big"], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Writer_writes_nothing_more_when_SQLite_has_ended_its_transaction()
    {
        await using var store = Open();
        await store.InitializeAsync(Token);
        await store.TryClaimEpochAsync(1, "id1", Token);
        var session = SqliteSession.Open(DatabasePath, readOnly: false, TimeSpan.Zero);
        session.TryBeginImmediate().ShouldBeTrue();
        await using var writer = new SqliteWriter(session, 1, ended => ended.Dispose(), () => { });
        session.TryRollback().ShouldBeTrue();

        await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.PutEntitiesAsync([Rows.Entity("g")], Token));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.SavepointAsync(Token));
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.CommitAsync(Token))).OutcomeUnknown.ShouldBeFalse();

        await using var reader = await store.OpenReaderAsync(1, Token);
        (await reader.ReadEntitiesAsync(["g"], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposed_store_is_refused_and_its_open_reader_still_ends()
    {
        var store = Open();
        await store.InitializeAsync(Token);
        await store.TryClaimEpochAsync(1, "id1", Token);
        var reader = await store.OpenReaderAsync(1, Token);

        await store.DisposeAsync();
        await store.DisposeAsync();
        await reader.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.OpenReaderAsync(1, Token));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.BeginWriteAsync(1, Token));
    }

    [Theory]
    [InlineData("", 5, 2, "Path")]
    [InlineData("x.db", 0, 2, "BusyTimeout")]
    [InlineData("x.db", 5, 0, "FenceAfter")]
    [InlineData("x.db", 5, 5, "FenceAfter")]
    public void Options_are_refused_with_their_name_when_out_of_range(string path, int busySeconds, int fenceSeconds, string name) =>
        Should.Throw<ArgumentException>(() => new SqliteCatalogStore(
            new SqliteStoreOptions { Path = path, BusyTimeout = TimeSpan.FromSeconds(busySeconds), FenceAfter = TimeSpan.FromSeconds(fenceSeconds) },
            TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance)).Message.ShouldContain(name);

    private SqliteCatalogStore Open(string? path = null) =>
        new(new SqliteStoreOptions { Path = path ?? DatabasePath }, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
}
