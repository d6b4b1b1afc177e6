using System.Text;
using System.Text.Json;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Notifications.Kafka;
using AtlasHa.Notifications.Messages;
using AtlasHa.Notifications.Tests.Consuming;
using AtlasHa.TestKit;
using Confluent.Kafka;

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>Messages in and out through brokers that speak Kafka's protocol.</summary>
public sealed class KafkaTests(KafkaBroker broker, SqliteStores stores) : IClassFixture<SqliteStores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_of_several_topics_are_taken_once_and_in_order_over_terms_and_failed_commits()
    {
        await using var terms = await OpenAsync();
        string[] names = [.. Enumerable.Range(0, 60).Select(i => $"n{i}")];
        await SendAsync(terms.Limits.Topics[0], [.. names.Take(30).Select(name => Fixture.Table("t", name)), "garbage"u8.ToArray()]);
        terms.Options.BatchSize = 7;
        for (var term = 0; term < 3; term++)
        {
            var fault = new BrokenCommits(committed: term % 2 == 0) { After = 1 };
            terms.Seen = fault.Before;
            await terms.BeginAsync();
            await Eventually.DoneAsync("the term ends over its commit", terms.Catalog.TermOver, TestTimeouts.Long);
        }

        terms.Seen = store => store;
        await terms.BeginAsync();
        await SendAsync(terms.Limits.Topics[0], [.. names.Skip(30).Select(name => Fixture.Table("t", name))]);
        await SendAsync(terms.Limits.Topics[1], Sender.Split(Fixture.Table("other", "o"), 3, compress: true));

        await Eventually.TrueAsync("the last message is there", async () => (await terms.FindAsync("t"))?.Attributes!["name"] as string == "n59", TestTimeouts.Long);
        await Eventually.TrueAsync("the split message is there", async () => await terms.FindAsync("other") is not null, TestTimeouts.Long);
        (await terms.NamesAsync("t")).ShouldBe(names);
        var failed = (await terms.FailedAsync()).ShouldHaveSingleItem();
        (failed.Source.Topic, failed.Offset).ShouldBe((terms.Limits.Topics[0], 30L));
        await Eventually.TrueAsync("no partition is behind", () => terms.Heartbeat is { KafkaLag: 0, KafkaPartitions.Count: 0 }, TestTimeouts.Short);
    }

    /// <summary>With small batches the next one is with the writer already when the poison is found, or waits for the pieces before it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public async Task Poison_and_pieces_neither_block_nor_reorder_what_is_around_them(int batchSize)
    {
        await using var terms = await OpenAsync();
        terms.Options.BatchSize = batchSize;
        await SendAsync(
            terms.Limits.Topics[0],
            [
                Fixture.Table("t", "a"), Fixture.UnknownType(), Fixture.Table("t", "b"), "garbage"u8.ToArray(), .. Sender.Split(Fixture.Table("t", "c"), 3, compress: false),
                Fixture.Table("t", "d"), Fixture.UnknownType(), Fixture.UnknownType(), Fixture.Table("t", "e"),
            ]);
        await terms.BeginAsync();

        await Eventually.TrueAsync("the last message is there", async () => (await terms.FindAsync("t"))?.Attributes!["name"] as string == "e", TestTimeouts.Long);
        (await terms.NamesAsync("t")).ShouldBe(["a", "b", "c", "d", "e"]);
        (await terms.FailedAsync()).Select(message => (message.Offset, message.Tries)).ShouldBe([(1L, 3), (3L, 1), (8L, 3), (9L, 3)]);
    }

    [Fact]
    public async Task Partition_that_is_behind_is_told_of_with_its_next_offset_and_lag()
    {
        await using var terms = await OpenAsync();
        var topic = terms.Limits.Topics[0];
        await SendAsync(topic, [.. Enumerable.Range(0, 10).Select(i => Fixture.Table("t", $"n{i}"))]);
        // A commit of one message, or of two that were given one after the other, and a look at the lag; the second commit ends the term, and what was seen before stays.
        terms.Options.BatchSize = 1;
        terms.Seen = new BrokenCommits(committed: false) { After = 1 }.Before;
        await terms.BeginAsync();
        await Eventually.DoneAsync("the term ends over its commit", terms.Catalog.TermOver, TestTimeouts.Long);

        var heartbeat = terms.Heartbeat.ShouldNotBeNull();
        var behind = heartbeat.KafkaPartitions.ShouldHaveSingleItem();
        behind.Next.ShouldBeOneOf(1L, 2L);
        (behind.Topic, behind.Lag, heartbeat.KafkaLag).ShouldBe((topic, 10 - behind.Next, 10 - behind.Next));
    }

    [Fact]
    public async Task Changes_are_sent_in_order_with_the_entitys_guid_as_key_and_a_number()
    {
        await using var terms = await OpenAsync();
        await terms.BeginAsync();
        await terms.Catalog.Hooks.EnqueueAsync(terms.Limits.Topics[0], [.. Enumerable.Range(0, 10).Select(i => Fixture.Table("t", $"a{i}"))], Terms.Caller, Cancel);
        await terms.TakenAsync();
        // A term that is cut off may send something a second time, with its number.
        await terms.BeginAsync();
        await terms.Catalog.Hooks.EnqueueAsync(terms.Limits.Topics[0], [Fixture.Table("t", "b")], Terms.Caller, Cancel);
        await terms.TakenAsync();
        var guid = (await terms.FindAsync("t"))!.Guid;

        var received = Receive(await broker.ServersAsync(), terms.Options.Kafka.EntitiesTopic, distinct: 11);

        received.ShouldAllBe(message => message.Key == guid);
        var numbers = received.Select(message => long.Parse(Encoding.ASCII.GetString(message.Headers.GetLastBytes(KafkaPublisher.IdHeader)))).ToList();
        var firsts = received.Where((_, i) => numbers.IndexOf(numbers[i]) == i).ToList();
        firsts.Select(Name).ShouldBe([.. Enumerable.Range(0, 10).Select(i => $"a{i}"), "b"]);
        var envelope = JsonDocument.Parse(firsts[0].Value).RootElement;
        envelope.GetProperty("msgId").GetString().ShouldBe($"{numbers[0]}");
        envelope.GetProperty("version").GetProperty("version").GetString().ShouldBe("1.0.0");
        envelope.GetProperty("message").GetProperty("type").GetString().ShouldBe("ENTITY_NOTIFICATION_V2");
    }

    [Fact]
    public void Long_messages_are_compressed_and_cut_so_that_hooks_readers_can_put_them_together()
    {
        var noise = new string([.. Enumerable.Range(0, 4_000_000).Select(_ => (char)('!' + Random.Shared.Next(90)))]).Replace('\\', '/').Replace('"', '\'');
        var message = Encoding.UTF8.GetBytes($$"""{"type":"ENTITY_DELETE","user":"{{noise}}","typeName":"t","attribute":"a","attributeValue":"v"}""");

        var pieces = OutgoingMessage.Of(7, 1, message);

        pieces.Count.ShouldBeGreaterThan(1);
        pieces.ShouldAllBe(piece => piece.Length < 1_000_000);
        var parser = new MessageParser(10_000_000);
        HookMessage.Piece[] parsed = [.. pieces.Select(piece => parser.Parse(piece).ShouldBeOfType<HookMessage.Piece>())];
        parser.Parse(parser.Assemble(parsed)).ShouldBeOfType<HookMessage.Whole>().User.ShouldBe(noise);
    }

    [Fact]
    public async Task Brokers_that_are_not_there_hold_up_nothing_else_and_are_told_of()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        terms.Options.Kafka.BootstrapServers = $"127.0.0.1:{FreePort.Next()}";
        terms.Consume();
        await terms.PostAsync(Fixture.Table("t", "a"));

        await terms.TakenAsync();
        await Eventually.TrueAsync("the problem is told of", () => terms.Health.Problem is not null);
    }

    private async Task<Terms> OpenAsync()
    {
        var servers = await broker.ServersAsync();
        var terms = await Terms.OpenAsync(stores, consuming: false);
        var name = Guid.NewGuid().ToString("N");
        terms.Limits.Topics = [$"{name}-hook", $"{name}-hook2"];
        terms.Options.Kafka.BootstrapServers = servers;
        terms.Options.Kafka.EntitiesTopic = $"{name}-entities";
        return terms;
    }

    private static string? Name(Message<string, byte[]> message) =>
        JsonDocument.Parse(message.Value).RootElement.GetProperty("message").GetProperty("entity").GetProperty("attributes").GetProperty("name").GetString();

    private async Task SendAsync(string topic, byte[][] messages)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = await broker.ServersAsync() }).Build();
        foreach (var message in messages)
            await producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, byte[]> { Value = message }, Cancel);
    }

    /// <summary>What a topic holds, until so many different messages have come.</summary>
    private static List<Message<string, byte[]>> Receive(string servers, string topic, int distinct)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = Guid.NewGuid().ToString("N"),
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        // One entity has one key, and so one partition; which one is the library's matter.
        consumer.Assign(Enumerable.Range(0, 4).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        using var deadline = new CancellationTokenSource(TestTimeouts.Long);
        List<Message<string, byte[]>> received = [];
        HashSet<string> ids = [];
        while (ids.Count < distinct)
        {
            var message = consumer.Consume(deadline.Token).Message;
            received.Add(message);
            ids.Add(Encoding.ASCII.GetString(message.Headers.GetLastBytes(KafkaPublisher.IdHeader)));
        }

        return received;
    }
}
