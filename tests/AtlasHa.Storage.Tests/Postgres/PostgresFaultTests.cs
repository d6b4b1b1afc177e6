using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Tests.Contract;
using AtlasHa.TestKit;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Sessions ended, servers crashed and restarted.</summary>
public sealed class PostgresFaultTests(PostgresServer server) : CatalogStoreContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>
{
    private const string OfThisDatabase = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    private const string EndWriters = $"SELECT pg_terminate_backend(pid, 30000) {OfThisDatabase} AND application_name LIKE 'atlas-ha epoch %'";
    private const string EndAll = $"SELECT pg_terminate_backend(pid, 30000) {OfThisDatabase}";

    private PostgresTestStores Databases => (PostgresTestStores)Stores;

    [Fact]
    public async Task Write_is_known_to_have_changed_nothing_when_its_session_was_ended_before_the_commit()
    {
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
        {
            await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
            (await writer.ReadEntitiesAsync(["g"], Token)).Count.ShouldBe(1);
            await Databases.ExecuteAsync(EndWriters);
            await writer.PutEntitiesAsync([Rows.Entity("h")], Token);
            var failure = await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.CommitAsync(Token));
            failure.OutcomeUnknown.ShouldBeFalse();
        }

        await PutAsync(Rows.Entity("next"));
        (await GuidsAsync("g", "h", "next")).ShouldBe(["next"]);
    }

    [Fact]
    public async Task Nobody_notices_that_idle_connections_have_died()
    {
        await PutAsync(Rows.Entity("g"));
        var readers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Store.OpenReaderAsync(Epoch, Token)));
        foreach (var reader in readers)
            await reader.DisposeAsync();

        await Databases.ExecuteAsync(EndAll);
        (await GuidsAsync("g")).ShouldBe(["g"]);
        await Databases.ExecuteAsync(EndAll);
        await PutAsync(Rows.Entity("h"));
        await Databases.ExecuteAsync(EndAll);
        (await Store.ReadEpochAsync(Token)).Epoch.ShouldBe(Epoch);
        await Databases.ExecuteAsync(EndAll);
        (await Store.TryClaimEpochAsync(2, "id2", Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Lost_writers_and_readers_give_their_places_in_the_pool_back()
    {
        await using var store = Databases.OpenWith($"{Databases.ConnectionString};Maximum Pool Size=2");
        for (var i = 0; i < 5; i++)
        {
            await using var writer = await store.BeginWriteAsync(Epoch, Token);
            await using var reader = await store.OpenReaderAsync(Epoch, Token);
            await Databases.ExecuteAsync(EndAll);
        }

        await using var last = await store.OpenReaderAsync(Epoch, Token);
        (await last.ReadEntitiesAsync(["g"], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Full_pool_is_told_as_such_and_does_not_keep_the_epoch_from_being_asked()
    {
        await using var store = Databases.OpenWith($"{Databases.ConnectionString};Maximum Pool Size=1;Timeout=1");
        await using (await store.OpenReaderAsync(Epoch, Token))
        {
            var full = await Should.ThrowAsync<StoreUnavailableException>(() => store.OpenReaderAsync(Epoch, Token));

            full.Message.ShouldContain("raise Maximum Pool Size");
            (await store.ReadEpochAsync(Token)).Epoch.ShouldBe(Epoch);
        }

        await using var last = await store.OpenReaderAsync(Epoch, Token);
        (await last.ReadEntitiesAsync(["g"], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Store_goes_on_when_the_server_was_restarted()
    {
        await PutAsync(Rows.Entity("before"));
        await server.Process.StopAsync();
        await server.Process.StartAgainAsync();

        (await GuidsAsync("before")).ShouldBe(["before"]);
        await PutAsync(Rows.Entity("after"));
        (await Store.TryClaimEpochAsync(2, "id2", Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Reads_and_writes_that_begin_while_the_server_restarts_wait_for_it()
    {
        await PutAsync(Rows.Entity("before"));
        await server.Process.StopAsync();
        var read = GuidsAsync("before");
        var write = PutAsync(Rows.Entity("after"));
        await Eventually.TrueAsync("both were tried", () => Databases.Log.Lines.Count > 1);

        await server.Process.StartAgainAsync();

        (await read.Within()).ShouldBe(["before"]);
        await write.Within();
        (await GuidsAsync("after")).ShouldBe(["after"]);
    }

    [Fact]
    public async Task Store_goes_on_when_the_server_crashed_in_the_middle_of_a_commit()
    {
        await PutAsync(Rows.Entity("acknowledged"));
        await using (var held = await HeldCommits.OfAsync(Databases, "entity"))
        {
            var write = PutAsync(Rows.Entity("in flight"));
            await held.UntilOneWaitsAsync();
            await server.Process.CrashAsync();
            (await Should.ThrowAsync<StoreUnavailableException>(write)).OutcomeUnknown.ShouldBeTrue();
        }

        await server.Process.StartAgainAsync();

        (await GuidsAsync("acknowledged", "in flight")).ShouldBe(["acknowledged"]);
        await Databases.ExecuteAsync("DROP TRIGGER hold_commit ON entity");
        await PutAsync(Rows.Entity("after"));
    }

    [Fact]
    public async Task Database_that_cannot_hold_every_name_is_refused_with_what_to_do()
    {
        await Databases.ExecuteAsync("CREATE DATABASE narrow ENCODING 'SQL_ASCII' TEMPLATE template0");
        await using var store = Databases.OpenWith(server.Process.ConnectionString("narrow"));

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.InitializeAsync(Token));

        refused.Message.ShouldContain("create the database with ENCODING 'UTF8'");
    }

    [Theory]
    [InlineData("Database=missing", "create it")]
    [InlineData("Username=stranger", "check Username and Password")]
    public async Task Database_that_cannot_be_opened_is_refused_at_once_with_what_to_do(string wrong, string advice)
    {
        await using var store = Databases.OpenWith($"{Databases.ConnectionString};{wrong};Password=hidden-secret");

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.InitializeAsync(Token));

        refused.Message.ShouldContain(advice);
        refused.ToString().ShouldNotContain("hidden-secret");
        Databases.Log.Lines.ShouldBeEmpty("nothing was tried again");
    }
}
