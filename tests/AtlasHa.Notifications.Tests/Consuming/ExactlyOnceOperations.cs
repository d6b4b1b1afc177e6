using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Notifications.Messages;
using AtlasHa.TestKit;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>Each message has its effect once and in order, wherever its processing is cut.</summary>
public abstract class ExactlyOnceOperations(IStores stores)
{
    private const int Count = 60;

    private static readonly string[] Names = [.. Enumerable.Range(0, Count).Select(i => $"n{i}")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terms_that_are_cut_short_again_and_again_lose_and_repeat_nothing()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        terms.Options.BatchSize = 3;
        foreach (var names in Names.Chunk(Count / 6))
        {
            // Each term begins with messages waiting, unless the one before it was done with them before it was cut.
            await terms.PostAsync([.. names.Select(name => Fixture.Table("t", name))]);
            var before = await PositionAsync(terms);
            await terms.BeginAsync();
            await Eventually.TrueAsync("some messages are taken", async () => await PositionAsync(terms) > before || await terms.IsAllTakenAsync());
        }

        await terms.TakenAsync();

        (await terms.NamesAsync("t")).ShouldBe(Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commits_of_unknown_outcome_lose_and_repeat_nothing(bool committed)
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        // Two batches may share a commit: four terms of two commits each do not come to the last message.
        terms.Options.BatchSize = 3;
        await terms.PostAsync([.. Names.Select(name => Fixture.Table("t", name))]);
        for (var term = 0; term < 4; term++)
        {
            var fault = new BrokenCommits(committed) { After = 1 };
            terms.Seen = fault.Before;
            await terms.BeginAsync();
            await Eventually.DoneAsync("the term ends over its commit", terms.Catalog.TermOver);
        }

        terms.Seen = store => store;
        await terms.BeginAsync();
        await terms.TakenAsync();

        (await terms.NamesAsync("t")).ShouldBe(Names);
    }

    [Fact]
    public async Task Store_that_fails_for_a_while_delays_and_loses_nothing()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await terms.PostAsync([.. Names.Select(name => Fixture.Table("t", name))]);
        var fault = new BrokenCommits(committed: false) { After = 0, Known = true, Times = 5 };
        terms.Seen = fault.Before;
        await terms.BeginAsync();
        await terms.TakenAsync();

        fault.Times.ShouldBe(0);
        (await terms.NamesAsync("t")).ShouldBe(Names);
        (await terms.FailedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_finds_the_repetition_when_the_position_is_committed_apart_from_the_effect()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await terms.PostAsync([.. Names.Select(name => Fixture.Table("t", name))]);

        // Crashes once between the two commits, as any instance may.
        await TakeApartAsync(terms.Catalog, crashAt: 10);
        await terms.BeginAsync(consuming: false);
        await TakeApartAsync(terms.Catalog, crashAt: null);

        var names = await terms.NamesAsync("t");
        names.ShouldNotBe(Names);
        names.Count(name => name == "n10").ShouldBe(2);
    }

    private static async Task<long> PositionAsync(Terms terms) =>
        (await terms.ReadAsync(reader => reader.Notifications.ReadPositionsAsync([MessageSource.Queue(Terms.Topic)], Cancel))).SingleOrDefault()?.Next ?? 0;

    /// <summary>What a consumer does that commits its offset after the effect, as Atlas's does. The effect is made to show each time that it is made.</summary>
    private static async Task TakeApartAsync(MetadataCatalog catalog, int? crashAt)
    {
        var parser = new MessageParser(1_000_000);
        var source = MessageSource.Queue(Terms.Topic);
        var next = await catalog.Hooks.ReadPositionAsync(source, Cancel);
        foreach (var message in await catalog.Hooks.ReadQueueAsync(Terms.Topic, next, Count, long.MaxValue, Cancel))
        {
            var change = (HookChange.CreateOrUpdate)((HookMessage.Whole)parser.Parse(message.Body)).Change;
            var entity = change.Entities.Entities!.Single()!;
            var marked = entity with { Attributes = new(entity.Attributes!) { ["rows"] = Random.Shared.NextInt64(1, long.MaxValue) } };
            await catalog.Entities.CreateOrUpdateAsync(new AtlasEntityWithExtInfo { Entity = marked }, Terms.Caller, Cancel);
            if (message.Id - 1 == crashAt) return;
            await catalog.Hooks.TakeAsync(new MessageStep(source, next, message.Id), Cancel);
            next = message.Id + 1;
        }
    }
}
