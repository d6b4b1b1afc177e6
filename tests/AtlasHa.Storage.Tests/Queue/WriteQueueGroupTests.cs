using AtlasHa.Catalog.Storage;
using AtlasHa.TestKit;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>What shares a transaction, and what failing work does to the others.</summary>
public sealed class WriteQueueGroupTests : WriteQueueFixture
{
    [Fact]
    public async Task Work_that_waits_together_shares_one_transaction_up_to_the_group_size()
    {
        var held = await HoldAsync();
        Task<ICatalogWriter>[] waiting = [PutAsync("1"), PutAsync("2"), PutAsync("3"), PutAsync("4"), PutAsync("5")];
        held.GoOn();

        var writers = await Task.WhenAll(waiting).Within();

        writers[..4].ShouldAllBe(writer => ReferenceEquals(writer, writers[0]));
        writers[0].ShouldNotBeSameAs(await held.Answer);
        writers[4].ShouldNotBeSameAs(writers[0]);
        (await StoredAsync("012345")).ShouldBe("012345");
    }

    [Fact]
    public async Task Queue_tells_how_long_a_group_has_been_with_the_store()
    {
        Queue.Writing.ShouldBeNull();
        var held = await HoldAsync();
        Queue.Writing.ShouldNotBeNull();
        held.GoOn();
        await held.Answer.Within();
        await Eventually.TrueAsync("no group is with the store", () => Queue.Writing is null);
    }

    [Fact]
    public async Task Answer_comes_after_the_commit()
    {
        await PutAsync("1").Within();
        (await StoredAsync("1")).ShouldBe("1");
    }

    [Fact]
    public async Task Failing_work_leaves_nothing_and_others_of_its_group_stand()
    {
        var held = await HoldAsync();
        var before = PutAsync("1");
        var failing = PutAndThrowAsync("2", new InvalidOperationException("no"));
        var cancelled = PutAndThrowAsync("3", new OperationCanceledException("own"));
        var after = PutAsync("4");
        held.GoOn();

        (await before.Within()).ShouldBeSameAs(await after.Within());
        (await Should.ThrowAsync<InvalidOperationException>(failing.Within())).Message.ShouldBe("no");
        (await Record.ExceptionAsync(cancelled.Within)).ShouldBeOfType<OperationCanceledException>().Message.ShouldBe("own");
        (await StoredAsync("01234")).ShouldBe("014");
    }

    [Fact]
    public async Task Work_that_throws_before_its_first_await_fails_only_itself()
    {
        var failing = Queue.RunAsync<int>((_, _) => throw new InvalidOperationException("no"), WriteOptions.Default, Token);

        await Should.ThrowAsync<InvalidOperationException>(failing.Within());
        await PutAsync("1").Within();
    }

    [Fact]
    public async Task Work_alone_has_a_transaction_of_its_own_in_its_place_of_the_order()
    {
        var alone = new WriteOptions { Alone = true };
        var held = await HoldAsync();
        Task<ICatalogWriter>[] waiting = [PutAsync("1"), PutAsync("2"), PutAsync("3", alone), PutAsync("4", alone), PutAsync("5"), PutAsync("6")];
        held.GoOn();

        var writers = await Task.WhenAll(waiting).Within();

        writers.Select(writer => Array.IndexOf(writers, writer)).ShouldBe([0, 0, 2, 3, 4, 4]);
    }

    [Fact]
    public async Task Commit_hook_runs_after_the_commit_and_before_the_answer_and_the_next_group()
    {
        var seen = new List<string>();
        var read = Task.FromResult("");
        var held = await HoldAsync();
        var first = PutAsync("1", new WriteOptions
        {
            Alone = true,
            OnCommitted = () =>
            {
                seen.Add("hook");
                read = StoredAsync("1");
            },
        });
        var answered = first.ContinueWith(_ => seen.Count, Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var failing = PutAndThrowAsync("2", new InvalidOperationException(), new WriteOptions { OnCommitted = () => seen.Add("failed work") });
        var next = Queue.RunAsync(
            (_, _) =>
            {
                seen.Add("next group");
                return Task.FromResult(0);
            },
            new WriteOptions { OnCommitted = () => seen.Add("next hook") }, Token);
        held.GoOn();

        (await answered.Within()).ShouldBeGreaterThan(0);
        await Should.ThrowAsync<InvalidOperationException>(failing.Within());
        await next.Within();
        seen.ShouldBe(["hook", "next group", "next hook"]);
        (await read).ShouldBe("1");
    }

    [Fact]
    public async Task Results_and_failures_of_many_callers_stay_apart_under_load()
    {
        var callers = Enumerable.Range(0, 500).Select(i => Task.Run(
            async () =>
            {
                var guid = $"load-{i}";
                if (i % 7 == 0)
                    await Should.ThrowAsync<InvalidOperationException>(PutAndThrowAsync(guid, new InvalidOperationException()));
                else
                    await PutAsync(guid);
                return guid;
            }, Token));
        var guids = await Task.WhenAll(callers).Within();

        await using var reader = await Store.OpenReaderAsync(1, Token);
        var stored = await reader.ReadEntitiesAsync(guids, Token);
        stored.Keys.ShouldBe(guids.Where((_, i) => i % 7 != 0), ignoreOrder: true);
    }
}
