using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Notifications.Kafka;
using AtlasHa.Notifications.Tests.Consuming;
using AtlasHa.TestKit;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>What operators see and change of the positions of Kafka's partitions, while messages are processed.</summary>
public sealed class KafkaPositionsTests(KafkaBroker broker, SqliteStores stores) : IClassFixture<SqliteStores>, IDisposable
{
    private static readonly PositionTarget Earliest = new PositionTarget.Earliest();
    private static readonly PositionTarget Latest = new PositionTarget.Latest();

    private readonly CapturedLogs _logs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Positions_are_listed_with_what_the_brokers_hold()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(5));
        await PutPositionAsync(terms, new MessageSource(topic, 0), 2);
        await PutPositionAsync(terms, new MessageSource("gone", 7), 3);

        var found = await ListAsync(terms);

        found.Problem.ShouldBeNull();
        var first = found.Positions.Single(each => (each.Topic, each.Partition) == (topic, 0));
        (first.Position, first.Beginning, first.End, first.Lag, first.Problem).ShouldBe((2, 0, 5, 3, null));
        var second = found.Positions.Single(each => (each.Topic, each.Partition) == (topic, 1));
        (second.Position, second.Beginning, second.End, second.Lag).ShouldBe((null, 0, 0, 0));
        var gone = found.Positions.Single(each => each.Topic == "gone");
        (gone.Partition, gone.Position, gone.End).ShouldBe((7, 3, null));
        gone.Problem.ShouldNotBeNull().ShouldContain("not read any more");
    }

    [Fact]
    public async Task Stored_positions_are_listed_while_the_brokers_are_away()
    {
        await using var terms = await OpenAsync();
        await PutPositionAsync(terms, new MessageSource(terms.Limits.Topics[0], 0), 2);
        terms.Options.Kafka.BootstrapServers = $"127.0.0.1:{FreePort.Next()}";

        var found = await ListAsync(terms);

        found.Problem.ShouldNotBeNull().ShouldContain("refused");
        var one = found.Positions.ShouldHaveSingleItem();
        (one.Position, one.End, one.Lag, one.Problem).ShouldBe((2, null, null, null));
    }

    [Fact]
    public async Task Position_that_is_set_while_nothing_comes_is_followed_at_once_and_logged_with_who_did_it()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(4));
        await terms.BeginAsync();
        await NamesAsync(terms, ["n0", "n1", "n2", "n3"]);

        var back = await SetAsync(terms, topic, 0, new PositionTarget.AtOffset(2));

        (back.Topic, back.Partition, back.Previous, back.Position).ShouldBe((topic, 0, 4, 2));
        await NamesAsync(terms, ["n0", "n1", "n2", "n3", "n2", "n3"]);
        _logs.Lines.ShouldContain(line => line.StartsWith("Warning: ada has set the position", StringComparison.Ordinal) && line.Contains(topic) && line.Contains("from 4 to 2"));
    }

    [Fact]
    public async Task Earliest_latest_and_times_are_turned_into_offsets()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(4));
        await PutPositionAsync(terms, new MessageSource(topic, 0), 2);

        (await SetAsync(terms, topic, 0, Earliest)).Position.ShouldBe(0);
        (await SetAsync(terms, topic, 0, Latest)).Position.ShouldBe(4);
        // Nothing was sent that late.
        (await SetAsync(terms, topic, 0, new PositionTarget.AtTime(DateTimeOffset.UtcNow.AddDays(1)))).Position.ShouldBe(4);
        var fresh = await SetAsync(terms, topic, 1, Latest);
        (fresh.Previous, fresh.Position).ShouldBe((null, 0));
    }

    [Fact]
    public async Task Skipped_messages_are_not_processed_and_the_next_ones_are()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(4));
        await SetAsync(terms, topic, 0, Latest);
        await terms.BeginAsync();
        await SendAsync(topic, [Fixture.Table("t", "after")]);

        await NamesAsync(terms, ["after"]);
    }

    [Fact]
    public async Task Positions_that_are_set_in_the_midst_of_processing_lose_and_repeat_nothing_but_what_was_asked()
    {
        const int count = 300;
        await using var terms = await OpenAsync();
        terms.Options.BatchSize = 3;
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(count));
        await terms.BeginAsync();
        List<int> expected = [];
        var from = 0;
        foreach (var target in new[] { 0, 0, 40, 10 })
        {
            await Eventually.TrueAsync("some messages are taken", async () => await PositionAsync(terms, topic) >= from + 5, TestTimeouts.Short);
            var change = await SetAsync(terms, topic, 0, new PositionTarget.AtOffset(target));
            expected.AddRange(Enumerable.Range(from, (int)change.Previous!.Value - from));
            from = target;
        }

        expected.AddRange(Enumerable.Range(from, count - from));
        await Eventually.TrueAsync("all messages are taken", async () => await PositionAsync(terms, topic) == count, TestTimeouts.Long);

        (await terms.NamesAsync("t")).ShouldBe(expected.Select(number => $"n{number}"));
        terms.Health.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Position_beyond_the_end_halts_its_partition_over_terms_until_it_is_set_and_others_go_on()
    {
        await using var terms = await OpenAsync();
        var (cut, other) = (terms.Limits.Topics[0], terms.Limits.Topics[1]);
        await SendAsync(cut, Tables(3));
        await SendAsync(other, [Fixture.Table("other", "o")]);
        // As after the topic was deleted and made anew.
        await PutPositionAsync(terms, new MessageSource(cut, 0), 1000);
        await terms.BeginAsync();
        await Eventually.TrueAsync("it is told of", () => terms.Health.Halted.Count == 1, TestTimeouts.Short);
        terms.Health.Halted.Single().ShouldContain($"partition 0 of {cut} is halted at position 1000");
        await Eventually.TrueAsync("status says so", () => terms.Heartbeat is { KafkaHalted: [var halted] } && halted == terms.Health.Halted.Single(), TestTimeouts.Short);
        _logs.Lines.ShouldContain(line => line.StartsWith("Error:", StringComparison.Ordinal) && line.Contains($"atlas-ha notifications positions --reset {cut}:0=earliest"));
        await Eventually.TrueAsync("the other topic goes on", async () => await terms.FindAsync("other") is not null, TestTimeouts.Short);

        // By now the brokers hold that offset, but not what was sent before it.
        await SendAsync(cut, [.. Enumerable.Repeat(Fixture.Table("late", "late"), 1000)]);
        await terms.BeginAsync();
        await Eventually.TrueAsync("the next term knows", () => terms.Health.Halted.Count == 1, TestTimeouts.Short);
        await SendAsync(other, [Fixture.Table("other2", "o")]);
        await Eventually.TrueAsync("the other topic goes on", async () => await terms.FindAsync("other2") is not null, TestTimeouts.Short);
        (await PositionAsync(terms, cut)).ShouldBe(1000);
        var shown = (await ListAsync(terms)).Positions.Single(each => (each.Topic, each.Partition) == (cut, 0));
        shown.Problem.ShouldNotBeNull().ShouldContain("halted");
        (await terms.FindAsync("t")).ShouldBeNull();

        await SetAsync(terms, cut, 0, Earliest);
        await NamesAsync(terms, ["n0", "n1", "n2"]);
        await Eventually.TrueAsync("nothing is halted", () => terms.Health.Halted.Count == 0, TestTimeouts.Short);
        await Eventually.TrueAsync("all is taken", async () => await PositionAsync(terms, cut) == 1003, TestTimeouts.Long);
    }

    [Fact]
    public async Task Messages_that_were_removed_before_they_were_processed_halt_their_partition()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(2));
        await PutPositionAsync(terms, new MessageSource(topic, 0), 1);
        // These brokers keep some megabytes of a partition.
        var filler = new byte[900_000];
        Random.Shared.NextBytes(filler);
        await SendAsync(topic, [.. Enumerable.Repeat(filler, 12)]);
        var shown = (await ListAsync(terms)).Positions.Single(each => (each.Topic, each.Partition) == (topic, 0));
        Assert.SkipWhen(shown.Beginning == 0, "these brokers remove nothing so soon");
        shown.Problem.ShouldNotBeNull().ShouldContain("do not hold");
        await terms.BeginAsync();
        await Eventually.TrueAsync("it is told of", () => terms.Health.Halted.Count == 1, TestTimeouts.Short);

        (await Should.ThrowAsync<AtlasException>(SetAsync(terms, topic, 0, new PositionTarget.AtOffset(1)))).Message.ShouldContain("before the oldest message");
        (await SetAsync(terms, topic, 0, Earliest)).Position.ShouldBe(shown.Beginning!.Value);
        await Eventually.TrueAsync("what is left is read", async () => await PositionAsync(terms, topic) == 14, TestTimeouts.Short);
        terms.Health.Halted.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_set_is_refused_with_the_reason()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(3));
        await PutPositionAsync(terms, new MessageSource(topic, 0), 2);

        (await RefusedAsync("nowhere", 0, Earliest)).ShouldBe("ATLAS-400-00-101");
        (await RefusedAsync(topic, 99, Earliest)).ShouldBe("ATLASHA-404-002");
        (await RefusedAsync(topic, -1, Earliest)).ShouldBe("ATLASHA-404-002");
        (await RefusedAsync(topic, 0, new PositionTarget.AtOffset(-1))).ShouldBe("ATLASHA-400-003");
        (await RefusedAsync(topic, 0, new PositionTarget.AtOffset(4))).ShouldBe("ATLASHA-400-003");
        terms.Options.Kafka.BootstrapServers = $"127.0.0.1:{FreePort.Next()}";
        (await RefusedAsync(topic, 0, Latest)).ShouldBe("ATLASHA-503-006");
        terms.Options.Kafka.BootstrapServers = null;
        (await RefusedAsync(topic, 0, Latest)).ShouldBe("ATLASHA-400-002");
        (await Should.ThrowAsync<AtlasException>(ListAsync(terms))).Code.Code.ShouldBe("ATLASHA-400-002");
        (await PositionAsync(terms, topic)).ShouldBe(2);

        async Task<string> RefusedAsync(string name, int partition, PositionTarget target) =>
            (await Should.ThrowAsync<AtlasException>(SetAsync(terms, name, partition, target))).Code.Code;
    }

    [Fact]
    public async Task Repeat_of_a_request_gets_the_first_answer_and_sets_nothing()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, Tables(3));
        var caller = new CallContext("ada", "set-1");
        var first = await SetAsync(terms, topic, 0, Latest, caller);
        await SetAsync(terms, topic, 0, Earliest);
        await SendAsync(topic, Tables(1));

        var again = await SetAsync(terms, topic, 0, Latest, caller);
        (again.IsReplayed, again.Position).ShouldBe((true, first.Position));
        // It is known without the brokers too.
        terms.Options.Kafka.BootstrapServers = $"127.0.0.1:{FreePort.Next()}";
        (await SetAsync(terms, topic, 0, Latest, caller)).IsReplayed.ShouldBeTrue();
        (await Should.ThrowAsync<AtlasException>(SetAsync(terms, topic, 0, Earliest, caller))).Code.ShouldBe(AtlasHaErrorCode.RequestIdReused);
        (await PositionAsync(terms, topic)).ShouldBe(0);
        _logs.Lines.Count(line => line.Contains("has set the position")).ShouldBe(2);
    }

    private async Task<Terms> OpenAsync()
    {
        var servers = await broker.ServersAsync();
        var terms = await Terms.OpenAsync(stores, consuming: false, _logs);
        var name = Guid.NewGuid().ToString("N");
        terms.Limits.Topics = [$"{name}-hook", $"{name}-hook2"];
        terms.Options.Kafka.BootstrapServers = servers;
        terms.Options.Kafka.Publish = false;
        return terms;
    }

    private KafkaPositions Positions(Terms terms) => new(
        Microsoft.Extensions.Options.Options.Create(new CatalogOptions { Notifications = terms.Limits }), Microsoft.Extensions.Options.Options.Create(terms.Options),
        _logs.CreateLogger<KafkaPositions>());

    private async Task<NotificationPositions> ListAsync(Terms terms) => await (await Positions(terms).ListAsync(Cancel))(terms.Catalog, Cancel);

    private async Task<NotificationPositionChange> SetAsync(Terms terms, string topic, int partition, PositionTarget target, CallContext caller) =>
        await (await Positions(terms).SetAsync(topic, partition, target, caller, Cancel))(terms.Catalog, Cancel);

    private Task<NotificationPositionChange> SetAsync(Terms terms, string topic, int partition, PositionTarget target) =>
        SetAsync(terms, topic, partition, target, Terms.Caller);

    /// <summary>As after the message before it was taken.</summary>
    private static Task PutPositionAsync(Terms terms, MessageSource source, long position) =>
        terms.Catalog.Hooks.TakeAsync(new MessageStep(source, MessageStep.NoPosition, position - 1), Cancel);

    private static async Task<long> PositionAsync(Terms terms, string topic) => (await terms.Catalog.Positions.ReadAsync(new MessageSource(topic, 0), Cancel)).Next;

    /// <summary>Waits until the table has been given these names, one after the other.</summary>
    private static async Task NamesAsync(Terms terms, string[] expected)
    {
        await Eventually.TrueAsync(
            $"{expected.Length} messages are taken", async () => await terms.FindAsync("t") is not null && (await terms.NamesAsync("t")).Length >= expected.Length, TestTimeouts.Short);
        (await terms.NamesAsync("t")).ShouldBe(expected);
    }

    private static byte[][] Tables(int count) => [.. Enumerable.Range(0, count).Select(i => Fixture.Table("t", $"n{i}"))];

    private async Task SendAsync(string topic, byte[][] messages)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = await broker.ServersAsync() }).Build();
        foreach (var message in messages)
            await producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, byte[]> { Value = message }, Cancel);
    }
}
