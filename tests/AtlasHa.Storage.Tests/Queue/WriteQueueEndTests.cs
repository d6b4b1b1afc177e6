using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>Callers that give up, stores that fail, terms that end.</summary>
public sealed class WriteQueueEndTests : WriteQueueFixture
{
    [Fact]
    public async Task Work_is_dropped_when_its_caller_gives_up_before_it_starts()
    {
        using var caller = new CancellationTokenSource();
        var held = await HoldAsync();
        var dropped = PutAsync("1", cancellationToken: caller.Token);
        var kept = PutAsync("2");

        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(dropped.Within());
        held.GoOn();
        await kept.Within();

        (await StoredAsync("012")).ShouldBe("02");
    }

    [Fact]
    public async Task Work_goes_on_when_its_caller_gives_up_after_it_started()
    {
        using var caller = new CancellationTokenSource();
        var held = await HoldAsync(cancellationToken: caller.Token);

        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(held.Answer.Within());
        held.GoOn();
        await PutAsync("1").Within();

        (await StoredAsync("01")).ShouldBe("01");
    }

    [Fact]
    public async Task Failing_commit_fails_every_caller_of_its_group_and_no_other()
    {
        var held = await HoldAsync();
        var (written, failing) = (PutAsync("1"), PutAndThrowAsync("2", new InvalidOperationException()));
        Commits.Failure = new StoreUnavailableException("disk full", outcomeUnknown: false);
        held.GoOn();

        foreach (var caller in new[] { held.Answer, written, failing })
            (await Should.ThrowAsync<StoreUnavailableException>(caller.Within())).OutcomeUnknown.ShouldBeFalse();
        Commits.Failure = null;
        await PutAsync("3").Within();

        (await StoredAsync("0123")).ShouldBe("3");
        Queue.TermOver.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Term_is_over_when_the_outcome_of_a_commit_is_unknown()
    {
        var failure = new StoreUnavailableException("connection lost", outcomeUnknown: true);
        Commits.Failure = failure;

        (await Should.ThrowAsync<StoreUnavailableException>(PutAsync("1").Within())).OutcomeUnknown.ShouldBeTrue();

        (await Queue.TermOver.Within()).ShouldBeSameAs(failure);
        await Should.ThrowAsync<ObjectDisposedException>(PutAsync("2").Within());
    }

    [Fact]
    public async Task Term_is_over_for_all_callers_when_the_store_holds_a_higher_epoch()
    {
        var held = await HoldAsync();
        var claim = Store.TryClaimEpochAsync(2, "id2", Token);
        held.GoOn();
        await held.Answer.Within();
        (await claim.Within()).ShouldBeTrue();

        var (first, second) = (PutAsync("1"), PutAsync("2"));

        foreach (var caller in new[] { first, second, PutAsync("3") })
            (await Should.ThrowAsync<StaleEpochException>(caller.Within())).Current.ShouldBe(2);
        (await Queue.TermOver.Within()).ShouldBeOfType<StaleEpochException>().Epoch.ShouldBe(1);
        (await Should.ThrowAsync<StaleEpochException>(PutAsync("4").Within())).Epoch.ShouldBe(1);
        (await StoredAsync("01234", epoch: 2)).ShouldBe("0");
    }

    [Fact]
    public async Task Term_is_over_when_a_commit_hook_throws_and_its_caller_still_has_its_result()
    {
        var failure = new InvalidOperationException("cache broken");

        await PutAsync("1", new WriteOptions { OnCommitted = () => throw failure }).Within();

        (await Queue.TermOver.Within()).ShouldBeSameAs(failure);
        await Should.ThrowAsync<ObjectDisposedException>(PutAsync("2").Within());
        (await StoredAsync("12")).ShouldBe("1");
    }

    [Fact]
    public async Task Disposal_finishes_the_group_in_flight_and_fails_what_waits()
    {
        var held = await HoldAsync();
        var waiting = PutAsync("1");
        var disposal = Queue.DisposeAsync().AsTask();

        await Should.ThrowAsync<ObjectDisposedException>(PutAsync("2").Within());
        held.GoOn();
        await disposal.Within();

        await held.Answer;
        await Should.ThrowAsync<ObjectDisposedException>(waiting.Within());
        (await StoredAsync("012")).ShouldBe("0");
        Queue.TermOver.IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 1, 0)]
    public void Options_are_refused_when_out_of_range(int groupSize, int capacity, int stopSeconds, int remembered = 1) =>
        Should.Throw<ArgumentException>(
            () => new WriteQueueOptions
            {
                MaxGroupSize = groupSize,
                Capacity = capacity,
                StopTimeout = TimeSpan.FromSeconds(stopSeconds),
                MaxRememberedRequests = remembered,
            }.Validate());
}
