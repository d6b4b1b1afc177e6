using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class SqliteIndexRecoveryTests(SqliteStores stores) : IndexRecoveryTests(stores), IClassFixture<SqliteStores>;

public sealed class PostgresIndexRecoveryTests(PostgresStores stores) : IndexRecoveryTests(stores);

/// <summary>An index that somebody has damaged is written anew, on every store.</summary>
public abstract class IndexRecoveryTests(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entities_that_changed_since_then_are_found_again()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var guids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            guids.Add(await fixture.CreateAsync("shop_db", $"searched{i}"));
            fixture.Time.Advance(TimeSpan.FromSeconds(10));
        }
        await using (var writer = await fixture.Store.BeginWriteAsync(1, Cancel))
        {
            await writer.SetSearchAsync([.. guids.Select(guid => new SearchRow(guid, IsNew: false, [], ""))], Cancel);
            await writer.CommitAsync(Cancel);
        }
        (await FindAsync(fixture)).ShouldBeEmpty();

        (await RecoverAsync(fixture, 1_700_000_005_000)).Written.ShouldBe(1);
        (await FindAsync(fixture)).ShouldBe([guids[1]]);

        (await RecoverAsync(fixture, 0)).Written.ShouldBeGreaterThanOrEqualTo(2);
        (await FindAsync(fixture)).ShouldBe(guids);
    }

    [Fact]
    public async Task More_entities_than_fit_into_one_transaction_are_gone_through()
    {
        const int Count = 1001;
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var entities = Enumerable.Range(1, Count)
            .Select(i => $$"""{ "guid": "-{{i}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d{{i}}", "name": "d{{i}}" } }""");
        await fixture.PostBulkAsync($$"""{ "entities": [ {{string.Join(',', entities)}} ] }""");

        var all = await RecoverAsync(fixture, 0);
        (all.Written, all.Seen).ShouldBe((Count, Count));
        var none = await RecoverAsync(fixture, long.MaxValue);
        (none.Written, none.Seen).ShouldBe((0, Count));
    }

    [Fact]
    public async Task One_runs_at_a_time_and_its_repeat_is_the_same_one()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var recovery = fixture.Catalog.IndexRecovery;
        (await recovery.GetAsync(Cancel)).ShouldBeNull();
        var changed = recovery.Changed;
        var begun = await recovery.StartAsync(5_000, Cancel);
        changed.IsCompleted.ShouldBeTrue();

        (await recovery.StartAsync(5_000, Cancel)).ShouldBe(begun);
        (await Should.ThrowAsync<AtlasException>(recovery.StartAsync(6_000, Cancel))).Message.ShouldContain("1970-01-01T00:00:05");

        (await recovery.StepAsync(Cancel)).ShouldBeTrue();
        (await recovery.StepAsync(Cancel)).ShouldBeFalse();
        (await recovery.StartAsync(6_000, Cancel)).Since.ShouldBe(6_000);
    }

    [Fact]
    public async Task Step_without_due_entities_takes_no_turn_to_write()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        await fixture.CreateAsync("shop_db", "d1");
        await fixture.Catalog.IndexRecovery.StartAsync(long.MaxValue, Cancel);

        await using (var writer = await fixture.Store.BeginWriteAsync(1, Cancel))
            (await Eventually.DoneAsync("the step is done beside a writer", fixture.Catalog.IndexRecovery.StepAsync(Cancel))).ShouldBeTrue();

        (await fixture.Catalog.IndexRecovery.GetAsync(Cancel))!.State.ShouldBe(IndexRecoveryStatus.Done);
    }

    [Fact]
    public async Task Worker_takes_what_is_begun_and_ends_with_the_term()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        await fixture.CreateAsync("shop_db", "d1");
        using var worker = new IndexRecoveryWorker(TimeProvider.System, NullLogger<IndexRecoveryWorker>.Instance);
        worker.Start(fixture.Catalog);

        await fixture.Catalog.IndexRecovery.StartAsync(0, Cancel);

        await Eventually.TrueAsync(
            "the recovery is done", async () => await fixture.Catalog.IndexRecovery.GetAsync(Cancel) is { State: IndexRecoveryStatus.Done, Written: 1 });
        await Eventually.DoneAsync("the worker has stopped", worker.StopAsync(Cancel));
        await fixture.Catalog.IndexRecovery.StartAsync(0, Cancel);
        (await fixture.Catalog.IndexRecovery.GetAsync(Cancel))!.State.ShouldBe(IndexRecoveryStatus.Running);
    }

    private static async Task<IndexRecoveryStatus> RecoverAsync(EntityFixture fixture, long since)
    {
        await fixture.Catalog.IndexRecovery.StartAsync(since, Cancel);
        while (await fixture.Catalog.IndexRecovery.StepAsync(Cancel))
        {
        }
        return (await fixture.Catalog.IndexRecovery.GetAsync(Cancel)).ShouldNotBeNull();
    }

    /// <summary>What the index itself has: a search looks through so few entities without it.</summary>
    private static async Task<IEnumerable<string>> FindAsync(EntityFixture fixture)
    {
        await using var reader = await fixture.Store.OpenReaderAsync(1, Cancel);
        var words = new SearchSource.OfWords(new WordQuery.Phrase(["searched"], IsPrefix: true), new(null, null));
        return (await reader.SearchAsync(words, new SearchPage(null, 0, 10), Cancel)).Select(hit => hit.Entity.Guid);
    }
}
