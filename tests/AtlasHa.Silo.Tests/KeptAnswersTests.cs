using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.LeaderElection;

namespace AtlasHa.Silo.Tests;

/// <summary>When an answer that was kept may be given: in office, under a valid lease, and after the store has been asked.</summary>
public sealed class KeptAnswersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kept_answer_is_given_while_the_term_lasts()
    {
        await using var term = await LeasedAsync();
        var question = await KeptAsync(term);
        (await term.Requests.FindAsync(question)).ShouldNotBeNull();
        (await term.Requests.FindAsync(EntityQuestion.ByGuid("other", EntityReadOptions.Default))).ShouldBeNull();
        term.StepDown.ShouldBeNull();
        term.Gate.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Kept_answer_is_no_answer_when_the_store_has_another_epoch_whatever_the_lease_says()
    {
        await using var term = await LeasedAsync();
        var question = await KeptAsync(term);

        await term.SupersedeAsync(2);

        await Should.ThrowAsync<NotActiveException>(async () => await term.Requests.FindAsync(question));
        term.StepDown.ShouldNotBeNull().ShouldContain("epoch 2");
        term.Gate.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_given_under_a_spent_lease()
    {
        var lease = Valid();
        await using var term = await OpenTerm.NewAsync(lease: lease);
        var question = await KeptAsync(term);
        (await term.Requests.FindAsync(question)).ShouldNotBeNull();

        lease.Lapse();

        (await term.Requests.FindAsync(question)).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_is_answered_at_a_closed_gate()
    {
        await using var term = await LeasedAsync();
        var question = await KeptAsync(term);
        await term.Gate.CloseAsync(Cancel);
        await Should.ThrowAsync<NotActiveException>(async () => await term.Requests.FindAsync(question));
    }

    [Fact]
    public async Task Store_that_hangs_is_not_asked()
    {
        await using var term = await LeasedAsync();
        var question = await KeptAsync(term);
        term.Health.ProbeBegins();
        term.Time.Advance(TimeSpan.FromSeconds(3));
        (await Should.ThrowAsync<ServiceUnavailableException>(async () => await term.Requests.FindAsync(question))).OutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_of_one_term_is_not_there_in_the_next()
    {
        await using var term = await LeasedAsync();
        var question = await KeptAsync(term);

        await term.NextTermAsync(2, Valid());

        (await term.Requests.FindAsync(question)).ShouldBeNull();
    }

    private static Task<OpenTerm> LeasedAsync() => OpenTerm.NewAsync(lease: Valid());

    private static Lease Valid()
    {
        var lease = new Lease(TimeProvider.System);
        lease.Renew(TimeProvider.System.GetTimestamp(), TimeSpan.FromHours(1));
        return lease;
    }

    /// <summary>Creates an entity and has its answer kept.</summary>
    private static async Task<EntityQuestion> KeptAsync(OpenTerm term)
    {
        var entity = new AtlasEntity
        {
            TypeName = "DataSet",
            Guid = "-1",
            Attributes = new Dictionary<string, object?> { ["qualifiedName"] = "a@test", ["name"] = "a" },
        };
        var created = await term.Requests.RunAsync(
            (catalog, cancel) => catalog.Entities.CreateOrUpdateAsync(new AtlasEntityWithExtInfo { Entity = entity }, new CallContext("tester", null), cancel), Cancel);
        var question = EntityQuestion.ByGuid(created.GuidAssignments!["-1"], EntityReadOptions.Default);
        await term.Requests.RunAsync((catalog, cancel) => catalog.Answers.ReadAsync(question, cancel), Cancel);
        return question;
    }
}
