using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.TestKit;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>Whoever posts messages faster than they are processed is told to wait.</summary>
public abstract class QueueBoundOperations(IStores stores)
{
    private const string QueueFull = "ATLASHA-503-005";

    private static readonly MessageSource Queue = MessageSource.Queue(Terms.Topic);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_is_refused_as_a_whole_while_too_many_wait_and_taken_when_some_were_processed()
    {
        await using var terms = await OpenAsync();
        await terms.PostAsync(Table(1), Table(2));
        // It may pass the bound, or long lists could never be posted.
        await terms.PostAsync(Table(3), Table(4));

        var refused = await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(5)));
        refused.Code.Code.ShouldBe(QueueFull);
        refused.Message.ShouldContain("4 messages wait");
        refused.Message.ShouldContain("MaxWaiting");
        await terms.PostAsync();
        (await QueuedAsync(terms)).ShouldBe(4);
        terms.Catalog.Hooks.RefusedPosts.ShouldBe(1);

        await TakeAsync(terms, 1);
        (await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(5)))).Code.Code.ShouldBe(QueueFull);
        await TakeAsync(terms, 2);
        await terms.PostAsync(Table(5));
        (await QueuedAsync(terms)).ShouldBe(3);
    }

    [Fact]
    public async Task Next_term_knows_what_waits_also_when_messages_are_taken_before_the_first_post()
    {
        await using var terms = await OpenAsync();
        await terms.PostAsync(Table(1), Table(2), Table(3), Table(4));
        await terms.BeginAsync(consuming: false);
        (await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(5)))).Code.Code.ShouldBe(QueueFull);

        await terms.BeginAsync(consuming: false);
        await TakeAsync(terms, 1);
        await TakeAsync(terms, 2);
        await terms.PostAsync(Table(5));
        (await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(6)))).Code.Code.ShouldBe(QueueFull);
    }

    [Fact]
    public async Task Repeat_of_a_post_that_was_taken_is_answered_although_the_queue_is_full()
    {
        await using var terms = await OpenAsync();
        byte[][] messages = [Table(1), Table(2), Table(3)];
        await terms.Catalog.Hooks.EnqueueAsync(Terms.Topic, messages, new CallContext("ada", "post-1"), Cancel);

        (await terms.Catalog.Hooks.EnqueueAsync(Terms.Topic, messages, new CallContext("ada", "post-1"), Cancel)).IsReplayed.ShouldBeTrue();
        (await Should.ThrowAsync<AtlasException>(terms.Catalog.Hooks.EnqueueAsync(Terms.Topic, messages, new CallContext("ada", "post-2"), Cancel)))
            .Code.Code.ShouldBe(QueueFull);
        // What was refused is not remembered.
        await TakeAsync(terms, 1);
        (await terms.Catalog.Hooks.EnqueueAsync(Terms.Topic, messages, new CallContext("ada", "post-2"), Cancel)).IsReplayed.ShouldBeFalse();
    }

    [Fact]
    public async Task Replayed_messages_are_always_taken_and_count()
    {
        await using var terms = await OpenAsync();
        await terms.PostAsync("garbage"u8.ToArray());
        terms.Consume();
        await terms.TakenAsync();
        await terms.BeginAsync(consuming: false);
        await terms.PostAsync(Table(1), Table(2), Table(3));

        (await terms.Catalog.Hooks.ReplayAsync([(await terms.FailedAsync()).Single().Id], Cancel)).ShouldBe(1);

        (await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(4)))).Message.ShouldContain("4 messages wait");
    }

    [Fact]
    public async Task Bytes_that_wait_are_bounded_over_terms_replays_and_pieces()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        terms.Limits.MaxWaitingBytes = 3000;
        await terms.BeginAsync(consuming: false);
        var message = Fixture.Table("t", new string('x', 1000));
        terms.Catalog.Hooks.QueuedBytes.ShouldBeNull();
        await terms.PostAsync(message, message);
        // It may pass the bound.
        await terms.PostAsync(message, Sender.Split(message, 2, compress: false)[0]);
        var bytes = terms.Catalog.Hooks.QueuedBytes.ShouldNotBeNull();
        bytes.ShouldBeGreaterThan(3 * message.Length);

        var refused = await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(1)));
        refused.Code.Code.ShouldBe(QueueFull);
        refused.Message.ShouldContain($"{bytes} bytes of messages wait");
        refused.Message.ShouldContain("3000 are allowed (AtlasHa:Notifications:MaxWaitingBytes)");

        await terms.BeginAsync(consuming: false);
        (await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(1)))).Message.ShouldContain($"{bytes} bytes of messages wait");
        terms.Consume();
        await terms.TakenAsync();
        await terms.PostAsync(Sender.Split(message, 2, compress: false)[1], "garbage"u8.ToArray());
        await terms.TakenAsync();
        await Eventually.TrueAsync("nothing waits", () => terms.Catalog.Hooks.QueuedBytes == 0);
        await Eventually.TrueAsync("status says so", () => terms.Heartbeat is { QueuedBytes: 0, MaxQueuedBytes: 3000, Refused: 1 }, TestTimeouts.Short);

        await terms.BeginAsync(consuming: false);
        await terms.PostAsync(Table(1));
        (await terms.Catalog.Hooks.ReplayAsync([(await terms.FailedAsync()).Single().Id], Cancel)).ShouldBe(1);
        terms.Catalog.Hooks.QueuedBytes.ShouldBe(Table(1).Length + "garbage".Length);
    }

    [Fact]
    public async Task Bytes_go_down_with_each_message_that_is_taken()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        terms.Limits.MaxWaitingBytes = 2000;
        await terms.BeginAsync(consuming: false);
        var long1 = Fixture.Table("t", new string('x', 2000));
        await terms.PostAsync(Table(1), long1, Table(2));

        await terms.Catalog.Hooks.TakeAsync(new MessageStep(Queue, MessageStep.NoPosition, 1) { Bytes = Table(1).Length }, Cancel);
        terms.Catalog.Hooks.QueuedBytes.ShouldBe(long1.Length + Table(2).Length);
        await Should.ThrowAsync<AtlasException>(terms.PostAsync(Table(3)));
        await terms.Catalog.Hooks.TakeAsync(new MessageStep(Queue, 2, 2) { Bytes = long1.Length }, Cancel);
        await terms.PostAsync(Table(3));
        terms.Catalog.Hooks.QueuedBytes.ShouldBe(Table(2).Length + Table(3).Length);
    }

    [Fact]
    public async Task Producers_that_repeat_what_was_refused_lose_nothing()
    {
        await using var terms = await OpenAsync();
        terms.Options.BatchSize = 2;
        terms.Consume();
        string[] names = [.. Enumerable.Range(0, 60).Select(i => $"n{i}")];
        foreach (var name in names)
        {
            await Eventually.TrueAsync("the post is taken", async () =>
            {
                try
                {
                    await terms.PostAsync(Fixture.Table("t", name));
                    return true;
                }
                catch (AtlasException refused) when (refused.Code == AtlasHaErrorCode.QueueFull)
                {
                    return false;
                }
            });
        }

        await terms.TakenAsync();
        (await terms.NamesAsync("t")).ShouldBe(names);
    }

    private async Task<Terms> OpenAsync()
    {
        var terms = await Terms.OpenAsync(stores, consuming: false);
        terms.Limits.MaxWaiting = 3;
        await terms.BeginAsync(consuming: false);
        return terms;
    }

    private static byte[] Table(int number) => Fixture.Table($"t{number}", "n");

    private static async Task<long> QueuedAsync(Terms terms) => (await terms.Catalog.Hooks.ReadBacklogAsync(Cancel)).Queued;

    /// <summary>As the consumer takes the message at this offset.</summary>
    private static async Task TakeAsync(Terms terms, long offset) =>
        await terms.Catalog.Hooks.TakeAsync(new MessageStep(Queue, await terms.Catalog.Hooks.ReadPositionAsync(Queue, Cancel), offset), Cancel);
}
