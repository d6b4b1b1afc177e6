using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Client.Hosting;
using AtlasHa.Client.Retrying;
using AtlasHa.TestKit;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;

namespace AtlasHa.Client.Tests;

/// <summary>Which calls are repeated, how often, and under which id. Time stands still unless a test moves it.</summary>
public sealed class RetryTests
{
    private static readonly CallContext Nameless = new("ann", RequestId: null);
    private static readonly NotActiveException NotActive = new("not in office");

    private readonly FakeTimeProvider _time = new();

    public static TheoryData<Exception> Passing() =>
    [
        new NotActiveException("moved"),
        new ServiceUnavailableException("no disk", outcomeUnknown: true),
        new ServiceUnavailableException("no disk", outcomeUnknown: false),
        new AtlasException(AtlasHaErrorCode.QueueFull, "3 messages", 2, "MaxWaiting"),
        new TimeoutException("no answer"),
        new SiloUnavailableException("killed"),
        new OperationCanceledException("cut off"),
    ];

    [Theory, MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task Write_is_repeated_at_once_under_one_id_when_the_cluster_fails_it(Exception failure)
    {
        var (active, script) = ScriptedActive.With(failure, null);

        (await CreateAsync(active, Nameless)).ShouldBe(ScriptedActive.Answer);

        script.Attempts.Count.ShouldBe(2);
        script.Attempts.Distinct().ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Each_write_has_an_id_of_its_own_and_the_callers_id_is_kept()
    {
        var (active, script) = ScriptedActive.With(null, null, NotActive, null);

        await CreateAsync(active, Nameless);
        await CreateAsync(active, Nameless);
        await CreateAsync(active, Nameless with { RequestId = "mine" });

        script.Attempts[0].ShouldNotBe(script.Attempts[1]);
        script.Attempts[2..].ShouldBe(["mine", "mine"]);
    }

    [Fact]
    public async Task Refusal_of_the_catalogue_is_the_answer()
    {
        var (active, script) = ScriptedActive.With(new AtlasException(AtlasErrorCode.InstanceGuidNotFound, "g"));

        await Should.ThrowAsync<AtlasException>(CreateAsync(active, Nameless));

        script.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attempt_that_hangs_is_given_up_and_made_again()
    {
        var (active, script) = ScriptedActive.With();
        var never = new TaskCompletionSource<EntityMutationResponse>();
        script.Then(() => never.Task).Then(() => Task.FromResult(ScriptedActive.Answer));

        var call = CreateAsync(active, Nameless);
        call.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await call.WaitAsync(TestTimeouts.Short)).ShouldBe(ScriptedActive.Answer);
    }

    [Fact]
    public async Task Attempt_that_a_killed_silo_had_is_made_again_when_the_next_instance_is_active()
    {
        var (active, script) = ScriptedActive.With();
        var never = new TaskCompletionSource<EntityMutationResponse>();
        script.Then(() => never.Task).Then(() => Task.FromResult(ScriptedActive.Answer));
        var election = new ScriptedElection();
        using var changes = new ElectedChanges(election);
        election.Publish("id1", 1);
        var retrying = RetryingActiveInstance.Over(active, new Retries(new RetryOptions(), _time, changes));

        var call = retrying.CreateOrUpdateAsync(new AtlasEntityWithExtInfo(), Nameless, CancellationToken.None);
        election.Publish(null, 1);
        election.Publish("id1", 1);
        call.IsCompleted.ShouldBeFalse("the same instance still is, or is again, in the same term");
        election.Publish("id2", 2);

        (await call.WaitAsync(TestTimeouts.Short)).ShouldBe(ScriptedActive.Answer);
        script.Attempts.Distinct().ShouldHaveSingleItem("under one id").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Deadline_ends_in_a_timeout_that_names_the_id_and_the_last_failure()
    {
        var (active, _) = ScriptedActive.With([.. Enumerable.Repeat<Exception?>(NotActive, 1000)]);
        _time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(50);

        var call = CreateAsync(active, Nameless with { RequestId = "mine" });
        await Eventually.TrueAsync("the deadline is over", () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(300));
            return call.IsCompleted;
        });

        var failure = await Should.ThrowAsync<TimeoutException>(call);
        failure.Message.ShouldContain("mine");
        failure.Message.ShouldContain("not in office");
        failure.InnerException.ShouldBe(NotActive);
    }

    [Fact]
    public async Task Caller_who_gives_up_is_let_go()
    {
        var (active, script) = ScriptedActive.With();
        script.Then(() => new TaskCompletionSource<EntityMutationResponse>().Task);
        using var cancel = new CancellationTokenSource();

        var call = CreateAsync(active, Nameless, cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call.WaitAsync(TestTimeouts.Short, CancellationToken.None));
        script.Attempts.Count.ShouldBe(1);
    }

    /// <summary>A method with another kind of answer could not be repeated, and would be noticed only when it is called.</summary>
    [Fact]
    public void Every_method_of_the_active_instance_can_be_repeated()
    {
        var methods = typeof(IActiveInstance).GetInterfaces().SelectMany(i => i.GetMethods()).ToArray();
        methods.Length.ShouldBeGreaterThan(15);
        foreach (var method in methods) ActiveCall.Of(method);
    }

    private Task<EntityMutationResponse> CreateAsync(IActiveInstance active, CallContext call, CancellationToken cancellationToken = default)
        => active.WithRetries(new RetryOptions(), _time).CreateOrUpdateAsync(new AtlasEntityWithExtInfo(), call, cancellationToken);
}
