using System.Text;
using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Messages in and out keep their order, and their positions are part of the transaction.</summary>
public abstract class NotificationContract(ITestStores stores) : CatalogStoreContract(stores)
{
    private static readonly MessageSource Source = MessageSource.Queue("t");

    [Fact]
    public async Task Queue_is_read_in_order_from_an_offset_and_within_a_size()
    {
        await WriteAsync(async writer => await writer.NotificationChanges.EnqueueAsync(
            [Message("t", "a"), Message("other", "x"), Message("t", "bb"), Message("t", "ccc")], Token));

        var all = await QueueAsync(0, 10, 1000);
        all.Select(message => Encoding.UTF8.GetString(message.Body)).ShouldBe(["a", "bb", "ccc"]);
        all.Select(message => message.Time).ShouldBe([7, 7, 7]);
        (await QueueAsync(all[1].Id, 10, 1000)).Count.ShouldBe(2);
        (await QueueAsync(0, 2, 1000)).Count.ShouldBe(2);
        (await QueueAsync(0, 10, 3)).Count.ShouldBe(2);
        (await QueueAsync(all[2].Id, 10, 1)).Count.ShouldBe(1);
        (await QueueAsync(all[2].Id + 1, 10, 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Size_of_the_queues_is_that_of_all_bodies()
    {
        (await ReadAsync(reader => reader.Notifications.ReadQueueSizeAsync(Token))).ShouldBe(new QueueSize(0, 0));
        await WriteAsync(async writer => await writer.NotificationChanges.EnqueueAsync([Message("t", "a"), Message("other", "\0é"), Message("t", "ccc")], Token));
        (await ReadAsync(reader => reader.Notifications.ReadQueueSizeAsync(Token))).ShouldBe(new QueueSize(3, 7));
    }

    [Fact]
    public async Task All_positions_are_read_by_topic_and_partition()
    {
        MessagePosition[] positions = [new(new("B", 1), 4), new(new("a", 1), 3), new(new("a", 0), 2), new(new MessageSource("a", 0).Halt, 2), new(MessageSource.Queue("a"), 1)];
        await WriteAsync(async writer => await writer.NotificationChanges.PutPositionsAsync(positions, Token));

        await using var reader = await Store.OpenReaderAsync(Epoch, Token);
        (await reader.Notifications.ReadPositionsAsync(Token)).ShouldBe([positions[0], positions[3], positions[4], positions[2], positions[1]]);
    }

    [Fact]
    public async Task Positions_and_trims_are_made_with_the_transaction_or_not_at_all()
    {
        await WriteAsync(async writer => await writer.NotificationChanges.EnqueueAsync([Message("t", "a"), Message("t", "b")], Token));
        var first = (await QueueAsync(0, 1, 1000))[0].Id;
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
        {
            await writer.NotificationChanges.PutPositionsAsync([new(Source, 9)], Token);
            (await writer.Notifications.ReadPositionsAsync([Source], Token)).ShouldBe([new(Source, 9)]);
        }

        (await PositionsAsync()).ShouldBeEmpty();
        await WriteAsync(async writer =>
        {
            await writer.NotificationChanges.PutPositionsAsync([new(Source, first), new(Source, first + 1)], Token);
            await writer.NotificationChanges.TrimQueuesAsync([new(Source.Topic, -1, first + 1)], Token);
        });

        (await PositionsAsync()).ShouldBe([new(Source, first + 1)]);
        (await QueueAsync(0, 10, 1000)).Select(message => Encoding.UTF8.GetString(message.Body)).ShouldBe(["b"]);
        (await ReadAsync(reader => reader.Notifications.ReadBacklogAsync(Token))).ShouldBe(new MessageBacklog(1, 7, 0));
    }

    [Fact]
    public async Task Trim_takes_the_range_of_its_topic_and_nothing_else()
    {
        await WriteAsync(async writer => await writer.NotificationChanges.EnqueueAsync(
            [Message("t", "a"), Message("t", "b"), Message("other", "c"), Message("t", "d"), Message("t", "e")], Token));
        var first = (await QueueAsync(0, 1, 1000))[0].Id;

        await WriteAsync(async writer => await writer.NotificationChanges.TrimQueuesAsync([new("t", first + 1, first + 4), new("nobody", 0, first + 9)], Token));

        (await QueueAsync(0, 10, 1000)).Select(message => Encoding.UTF8.GetString(message.Body)).ShouldBe(["a", "e"]);
        (await ReadAsync(reader => reader.Notifications.ReadBacklogAsync(Token))).Queued.ShouldBe(3);
    }

    [Fact]
    public async Task Offsets_never_come_back_after_the_queue_was_empty()
    {
        await WriteAsync(async writer => await writer.NotificationChanges.EnqueueAsync([Message("t", "a")], Token));
        var id = (await QueueAsync(0, 1, 1000))[0].Id;
        await WriteAsync(async writer => await writer.NotificationChanges.TrimQueuesAsync([new(Source.Topic, id, id + 1)], Token));
        await WriteAsync(async writer => await writer.NotificationChanges.EnqueueAsync([Message("t", "b")], Token));

        (await QueueAsync(0, 1, 1000))[0].Id.ShouldBeGreaterThan(id);
    }

    [Fact]
    public async Task Failed_messages_hold_any_text_and_go_by_their_ids()
    {
        FailedMessage failed = new(0, new("t", 3), 41, 5, 2, "bad \0 тип 🙂", [0, 1, 255]);
        await WriteAsync(async writer => await writer.NotificationChanges.AddFailedAsync([failed, failed with { Offset = 42 }], Token));

        var found = await ReadAsync(reader => reader.Notifications.ReadFailedAsync(0, 10, Token));
        found.Select(message => message.Offset).ShouldBe([41, 42]);
        found[0].ShouldBe(failed with { Id = found[0].Id, Body = found[0].Body });
        found[0].Body.ShouldBe(failed.Body);
        (await ReadAsync(reader => reader.Notifications.ReadFailedAsync(found[0].Id, 10, Token))).Single().Offset.ShouldBe(42);
        await WriteAsync(async writer => await writer.NotificationChanges.DeleteFailedAsync([found[0].Id, 999], Token));

        (await ReadAsync(reader => reader.Notifications.ReadFailedAsync([found[0].Id, found[1].Id], Token))).Single().Offset.ShouldBe(42);
    }

    [Fact]
    public async Task Pieces_are_kept_once_each_until_they_are_deleted()
    {
        MessagePiece Piece(int index, string body) => new(Source, "m\0", index, index, index, Encoding.UTF8.GetBytes(body));
        foreach (var piece in new[] { Piece(1, "b"), Piece(0, "a"), Piece(1, "bb") })
            await WriteAsync(async writer => await writer.NotificationChanges.PutPieceAsync(piece, Token));

        (await ReadAsync(reader => reader.Notifications.CountPiecesAsync(Source, "m\0", Token))).ShouldBe(new PieceCount(2, 3));
        (await ReadAsync(reader => reader.Notifications.ReadPiecesAsync(Source, "m\0", Token))).Select(piece => Encoding.UTF8.GetString(piece.Body)).ShouldBe(["a", "bb"]);
        (await ReadAsync(reader => reader.Notifications.FindPieceBeforeAsync(1, Token)))!.Index.ShouldBe(0);
        await WriteAsync(async writer => await writer.NotificationChanges.DeletePiecesAsync(Source, "m\0", Token));

        (await ReadAsync(reader => reader.Notifications.FindPieceBeforeAsync(100, Token))).ShouldBeNull();
    }

    [Fact]
    public async Task Outbox_numbers_rise_in_the_order_of_commits_and_old_rows_can_be_removed()
    {
        (await ReadAsync(reader => reader.Notifications.ReadOutboxBoundsAsync(Token))).ShouldBe(new OutboxBounds(0, 0));
        for (var i = 0; i < 3; i++)
        {
            var body = new[] { (byte)i };
            await WriteAsync(async writer => await writer.NotificationChanges.AddOutboxAsync([new(0, "g", 1, body), new(0, "h", 1, body)], Token));
        }

        var rows = await ReadAsync(reader => reader.Notifications.ReadOutboxAsync(0, 100, Token));
        rows.Select(row => row.Body[0]).ShouldBe([0, 0, 1, 1, 2, 2]);
        rows.Select(row => row.EntityGuid).ShouldBe(["g", "h", "g", "h", "g", "h"]);
        await WriteAsync(async writer => await writer.NotificationChanges.TrimOutboxAsync(rows[0].Id, rows[3].Id, Token));

        (await ReadAsync(reader => reader.Notifications.ReadOutboxBoundsAsync(Token))).ShouldBe(new OutboxBounds(rows[4].Id, rows[5].Id));
        (await ReadAsync(reader => reader.Notifications.ReadOutboxAsync(rows[4].Id, 100, Token))).Single().Id.ShouldBe(rows[5].Id);
    }

    private static QueuedMessage Message(string topic, string body) => new(0, topic, 7, Encoding.UTF8.GetBytes(body));

    private Task<IReadOnlyList<QueuedMessage>> QueueAsync(long from, int atMost, long maxBytes) =>
        ReadAsync(reader => reader.Notifications.ReadQueueAsync("t", from, atMost, maxBytes, Token));

    private Task<IReadOnlyList<MessagePosition>> PositionsAsync() => ReadAsync(reader => reader.Notifications.ReadPositionsAsync([Source, new("t", 0)], Token));
}
