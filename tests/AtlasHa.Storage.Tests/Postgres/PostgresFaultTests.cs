using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Tests.Contract;
using AtlasHa.TestKit;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Sessions ended, servers restarted, answers lost.</summary>
public sealed class PostgresFaultTests(PostgresServer server) : CatalogStoreContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>
{
    private const string EndWriters =
        "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'atlas-ha epoch %'";

    private PostgresTestStores Databases => (PostgresTestStores)Stores;

    [Fact]
    public async Task Writer_that_does_not_let_go_is_ended_by_the_claim_of_a_higher_epoch()
    {
        await using var frozen = await Store.BeginWriteAsync(Epoch, Token);
        await frozen.PutEntitiesAsync([Rows.Entity("g")], Token);
        await using var successor = Databases.Open(port: null, TimeSpan.FromMilliseconds(50));

        (await successor.TryClaimEpochAsync(2, "id2", Token).Within()).ShouldBeTrue();

        await Should.ThrowAsync<StoreUnavailableException>(async () => await frozen.CommitAsync(Token));
        await using var reader = await successor.OpenReaderAsync(2, Token);
        (await reader.ReadEntitiesAsync(["g"], Token)).ShouldBeEmpty();
        Databases.Log.Lines.ShouldContain(line => line.Contains("atlas-ha epoch 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_is_known_to_have_changed_nothing_when_its_session_was_ended_before_the_commit()
    {
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
        {
            await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
            await Databases.ExecuteAsync(EndWriters);
            var failure = await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.PutEntitiesAsync([Rows.Entity("h")], Token));
            failure.OutcomeUnknown.ShouldBeFalse();
        }

        await PutAsync(Rows.Entity("next"));
        (await GuidsAsync("g", "h", "next")).ShouldBe(["next"]);
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
    public async Task Outcome_is_unknown_when_the_answer_to_the_commit_is_lost()
    {
        await using var proxy = TcpFaultProxy.To(server.Process.Port);
        await using var store = Databases.Open(proxy.Port);
        await using var writer = await store.BeginWriteAsync(Epoch, Token);
        await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
        proxy.SwallowNextReply();

        var failure = await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.CommitAsync(Token));

        failure.OutcomeUnknown.ShouldBeTrue();
        (await GuidsAsync("g")).ShouldBe(["g"], "it was carried out in this case");
    }
}
