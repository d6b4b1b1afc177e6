using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.TestKit;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>Positions of Kafka's partitions as the catalogue keeps them, without a Kafka.</summary>
public abstract class PositionOperations(IStores stores)
{
    private static readonly MessageSource Source = new("T", 2);
    private static readonly PositionTarget Earliest = new PositionTarget.Earliest();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Position_is_set_with_a_signal_and_lists_partitions_only()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await terms.PostAsync(Fixture.Table("t", "a"));
        terms.Consume();
        await terms.TakenAsync();
        var set = terms.Catalog.Positions.Set;

        var first = await SetAsync(terms, 7);

        (first.Topic, first.Partition, first.Position, first.Previous).ShouldBe(("T", 2, 7, null));
        await Eventually.DoneAsync("the signal is given", set);
        (await SetAsync(terms, 3)).Previous.ShouldBe(7);
        (await terms.Catalog.Positions.ListAsync(Cancel)).ShouldBe([new PartitionPosition(Source, 3, IsHalted: false)]);
    }

    [Fact]
    public async Task Steps_in_flight_are_refused_once_another_position_is_set()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await SetAsync(terms, 0);
        List<Task> steps = [.. Enumerable.Range(0, 3).Select(i => TakeAsync(terms, i, i))];
        // Somebody waits for it: it may overtake steps that were given before.
        var set = SetAsync(terms, 9);
        steps.Add(TakeAsync(terms, 3, 3));

        var taken = (int)(await set).Previous!;
        await Task.WhenAll(steps.Take(taken));
        foreach (var refused in steps.Skip(taken)) await Should.ThrowAsync<MessageOutOfOrderException>(refused);
        (await terms.Catalog.Positions.ReadAsync(Source, Cancel)).Next.ShouldBe(9);
    }

    [Fact]
    public async Task Halt_lasts_over_terms_until_a_position_is_set()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await SetAsync(terms, 9);
        await Should.ThrowAsync<MessageOutOfOrderException>(terms.Catalog.Positions.HaltAsync(Source, 8, Cancel));
        await terms.Catalog.Positions.HaltAsync(Source, 9, Cancel);
        await terms.BeginAsync(consuming: false);
        (await terms.Catalog.Positions.ReadAsync(Source, Cancel)).IsHalted.ShouldBeTrue();
        (await terms.Catalog.Positions.ListAsync(Cancel)).ShouldBe([new PartitionPosition(Source, 9, IsHalted: true)]);

        // The same position: the operator says that it is right.
        await SetAsync(terms, 9);

        (await terms.Catalog.Positions.ReadAsync(Source, Cancel)).ShouldBe(new PartitionPosition(Source, 9, IsHalted: false));
    }

    [Fact]
    public async Task Repeat_gets_the_first_answer_also_when_it_could_not_be_done_now()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        var caller = new CallContext("ada", "r1");
        var refused = Task.FromException<long>(new AtlasException(AtlasHaErrorCode.KafkaUnavailable, "away"));
        (await Should.ThrowAsync<AtlasException>(terms.Catalog.Positions.SetAsync(Source, Earliest, refused, caller, Cancel))).Code.ShouldBe(AtlasHaErrorCode.KafkaUnavailable);
        // What failed is not remembered.
        await terms.Catalog.Positions.SetAsync(Source, Earliest, Task.FromResult(4L), caller, Cancel);
        await terms.BeginAsync(consuming: false);

        var again = await terms.Catalog.Positions.SetAsync(Source, Earliest, refused, caller, Cancel);

        (again.IsReplayed, again.Position, again.Previous).ShouldBe((true, 4, null));
        (await Should.ThrowAsync<AtlasException>(terms.Catalog.Positions.SetAsync(Source, new PositionTarget.Latest(), refused, caller, Cancel)))
            .Code.ShouldBe(AtlasHaErrorCode.RequestIdReused);
    }

    [Fact]
    public async Task Term_that_is_over_sets_nothing()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await SetAsync(terms, 5);
        var former = terms.Catalog;
        await terms.ClaimAsync();

        await Should.ThrowAsync<StaleEpochException>(former.Positions.SetAsync(Source, Earliest, Task.FromResult(1L), Terms.Caller, Cancel));

        await terms.BeginAsync(consuming: false);
        (await terms.Catalog.Positions.ReadAsync(Source, Cancel)).Next.ShouldBe(5);
    }

    private static Task<NotificationPositionChange> SetAsync(Terms terms, long offset) =>
        terms.Catalog.Positions.SetAsync(Source, new PositionTarget.AtOffset(offset), Task.FromResult(offset), Terms.Caller, Cancel);

    private static Task TakeAsync(Terms terms, long expected, long offset) => terms.Catalog.Hooks.TakeAsync(new MessageStep(Source, expected, offset), Cancel);
}
