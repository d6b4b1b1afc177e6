using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;
using AtlasHa.Storage.Tests.Contract;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Answers lost, connections cut and gone silent between the store and the server.</summary>
public sealed class PostgresNetworkTests(PostgresServer server) : CatalogStoreContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>
{
    private PostgresTestStores Databases => (PostgresTestStores)Stores;

    [Fact]
    public async Task Outcome_is_unknown_when_the_answer_to_the_commit_is_lost()
    {
        await using var proxy = TcpFaultProxy.To(server.Process.Port);
        await using var store = Databases.OpenThrough(proxy);
        await using var writer = await store.BeginWriteAsync(Epoch, Token);
        await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
        (await writer.ReadEntitiesAsync(["g"], Token)).Count.ShouldBe(1, "all but the commit has been sent");
        proxy.SwallowNextReply();

        var failure = await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.CommitAsync(Token));

        failure.OutcomeUnknown.ShouldBeTrue();
        (await GuidsAsync("g")).ShouldBe(["g"], "it was carried out in this case");
    }

    [Fact]
    public async Task Outcome_is_unknown_when_the_commit_is_lost()
    {
        await using var proxy = TcpFaultProxy.To(server.Process.Port);
        await using var store = Databases.OpenThrough(proxy);
        await using var writer = await store.BeginWriteAsync(Epoch, Token);
        await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
        (await writer.ReadEntitiesAsync(["g"], Token)).Count.ShouldBe(1, "all but the commit has been sent");
        proxy.Blackhole();
        var commit = writer.CommitAsync(Token);
        proxy.DropConnections();

        (await Should.ThrowAsync<StoreUnavailableException>(commit)).OutcomeUnknown.ShouldBeTrue();

        await PutAsync(Rows.Entity("next"));
        (await GuidsAsync("g", "next")).ShouldBe(["next"], "it was not carried out in this case");
    }

    [Fact]
    public async Task Claim_is_known_to_be_made_when_the_answer_to_its_commit_is_lost()
    {
        await using var proxy = TcpFaultProxy.To(server.Process.Port);
        await using var store = Databases.OpenThrough(proxy);
        await using var held = await HeldCommits.OfAsync(Databases, "epoch");
        var claim = store.TryClaimEpochAsync(2, "id2", Token);
        await held.UntilOneWaitsAsync();
        proxy.SwallowNextReply();

        await held.LetGoAsync();

        (await claim.Within()).ShouldBeTrue("the claim that the store holds is its own");
        (await Store.ReadEpochAsync(Token)).ShouldBe(new EpochRecord(2, "id2"));
        (await Store.TryClaimEpochAsync(2, "id3", Token)).ShouldBeFalse("another's is not");
    }

    [Fact]
    public async Task Reads_and_writes_go_on_when_every_connection_was_cut()
    {
        await using var proxy = TcpFaultProxy.To(server.Process.Port);
        await using var store = Databases.OpenThrough(proxy);
        await using (var writer = await store.BeginWriteAsync(Epoch, Token))
        {
            await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
            await writer.CommitAsync(Token);
        }
        proxy.DropConnections();

        await using var reader = await store.OpenReaderAsync(Epoch, Token);
        (await reader.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
    }

    [Fact]
    public async Task Silent_network_ends_calls_with_an_error_and_is_forgotten_when_it_is_back()
    {
        await using var proxy = TcpFaultProxy.To(server.Process.Port);
        await using var store = Databases.OpenThrough(proxy, "Command Timeout=1;Timeout=1;Cancellation Timeout=100", TimeSpan.FromMilliseconds(200));
        await store.ReadEpochAsync(Token);
        await using var reader = await store.OpenReaderAsync(Epoch, Token);
        proxy.Blackhole();

        var failure = await Should.ThrowAsync<StoreUnavailableException>(async () => await reader.ReadEntitiesAsync(["g"], Token)).Within();
        await Should.ThrowAsync<StoreUnavailableException>(store.ReadEpochAsync(Token)).Within();
        failure.OutcomeUnknown.ShouldBeFalse();
        failure.Message.ShouldContain("check that it runs");

        proxy.Restore();
        (await store.ReadEpochAsync(Token)).Epoch.ShouldBe(Epoch);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("no-such-host.invalid")]
    public async Task Server_that_is_not_there_is_named_with_what_to_do_and_without_the_password(string host)
    {
        await using var store = new PostgresCatalogStore(
            new PostgresStoreOptions
            {
                ConnectionString = $"Host={host};Port={FreePort.Next()};Database=atlas;Username=atlas;Password=hidden-secret",
                RetryTimeout = TimeSpan.Zero,
            },
            TimeProvider.System, NullLogger<PostgresCatalogStore>.Instance);

        var failure = await Should.ThrowAsync<StoreUnavailableException>(store.InitializeAsync(Token));

        failure.Message.ShouldContain($"the PostgreSQL server at {host}");
        failure.Message.ShouldContain("check that it runs");
        failure.ToString().ShouldNotContain("hidden-secret");
    }
}
