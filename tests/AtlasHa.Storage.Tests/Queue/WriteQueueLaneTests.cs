using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>What goes first when users and the catalogue's own work wait together; groups have four pieces at most.</summary>
public sealed class WriteQueueLaneTests : WriteQueueFixture
{
    private static readonly WriteOptions Background = new() { Urgency = WriteUrgency.Background };
    private static readonly WriteOptions Service = new() { Urgency = WriteUrgency.Service };

    private readonly List<ICatalogWriter> _seen = [];

    [Fact]
    public async Task What_somebody_waits_for_goes_before_what_nobody_does()
    {
        var order = new List<string>();
        // After a group of the background it is not its turn.
        var held = await HoldAsync(Background);
        Task[] waiting =
        [
            RunAsync("b1", Background), RunAsync("b2", Background), RunAsync("b3", Background), RunAsync("b4", Background), RunAsync("b5", Background),
            RunAsync("u1", WriteOptions.Default), RunAsync("s1", Service),
        ];
        held.GoOn();
        await Task.WhenAll(waiting).Within();

        order.ShouldBe(["u1", "s1", "b1", "b2", "b3", "b4", "b5"]);

        Task RunAsync(string name, WriteOptions options) => Queue.RunAsync(
            (_, _) =>
            {
                order.Add(name);
                return Task.FromResult(0);
            },
            options, Token);
    }

    [Fact]
    public async Task Background_has_every_second_group_however_many_users_there_are()
    {
        var held = await HoldAsync();
        // Twelve of users are three groups: without a turn of its own the background would be in the fifth.
        var users = Enumerable.Range(0, 12).Select(_ => NumberAsync(WriteOptions.Default)).ToList();
        var background = Enumerable.Range(0, 5).Select(_ => NumberAsync(Background)).ToList();
        held.GoOn();

        var writers = await Task.WhenAll(users.Concat(background)).Within();

        var groups = writers.Distinct().OrderBy(writer => _seen.IndexOf(writer)).ToList();
        writers[12..].Select(writer => groups.IndexOf(writer)).ShouldBe([0, 0, 0, 0, 2], "the background");
        writers[..12].Select(writer => groups.IndexOf(writer)).ShouldBe([1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4], "users");
    }

    [Fact]
    public async Task Background_that_waits_to_be_alone_is_alone()
    {
        var held = await HoldAsync(Background);
        Task<ICatalogWriter>[] waiting =
        [
            PutAsync("1"), PutAsync("2", Background with { Alone = true }), PutAsync("3", Background), PutAsync("4", new WriteOptions { Alone = true }),
        ];
        held.GoOn();

        var writers = await Task.WhenAll(waiting).Within();

        writers.Distinct().Count().ShouldBe(4);
        (await StoredAsync("1234")).ShouldBe("1234");
    }

    [Fact]
    public async Task Only_what_somebody_waits_for_counts_as_waiting_and_only_users_as_users()
    {
        var (before, held) = (Queue.UserWrites, await HoldAsync());
        Task[] waiting = [PutAsync("1"), PutAsync("2", Service), PutAsync("3", Background), PutAsync("4", Background)];

        Queue.Waiting.ShouldBe(2);
        (Queue.UserWrites - before).ShouldBe(2, "the one that holds the queue, and one of those that wait");
        held.GoOn();
        await Task.WhenAll(waiting).Within();
        Queue.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Closing_the_queue_answers_both_lanes()
    {
        var held = await HoldAsync();
        Task[] waiting = [PutAsync("1"), PutAsync("2", Background)];
        var disposed = Queue.DisposeAsync().AsTask();
        held.GoOn();
        await disposed.Within();

        foreach (var work in waiting) await Should.ThrowAsync<ObjectDisposedException>(work.Within());
        (await StoredAsync("012")).ShouldBe("0");
    }

    /// <summary>The answer is the writer, which is the same within one group.</summary>
    private Task<ICatalogWriter> NumberAsync(WriteOptions options) => Queue.RunAsync(
        (writer, _) =>
        {
            _seen.Add(writer);
            return Task.FromResult(writer);
        },
        options, Token);
}
