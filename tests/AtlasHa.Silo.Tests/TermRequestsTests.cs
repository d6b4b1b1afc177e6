using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Silo.Tests;

/// <summary>An instance that was overtaken without noticing must not answer, whatever the answer is made of.</summary>
public sealed class TermRequestsTests
{
    private static readonly CallContext Caller = new("tester", RequestId: null);

    [Fact]
    public async Task Type_is_read_from_memory_while_the_term_lasts()
    {
        await using var term = await OpenTerm.NewAsync();
        var def = await term.Requests.ReadTypesAsync(types => types.GetByName("DataSet"), CancellationToken.None);
        def.Name.ShouldBe("DataSet");
        term.StepDown.ShouldBeNull();
    }

    [Fact]
    public async Task Type_in_memory_is_no_answer_when_the_store_has_another_epoch()
    {
        await using var term = await OpenTerm.NewAsync();
        await term.SupersedeAsync(2);
        await Should.ThrowAsync<NotActiveException>(() => term.Requests.ReadTypesAsync(types => types.GetByName("DataSet"), CancellationToken.None));
        term.StepDown.ShouldNotBeNull().ShouldContain("epoch 2");
    }

    [Fact]
    public async Task Refusal_from_memory_is_no_answer_when_the_store_has_another_epoch()
    {
        await using var term = await OpenTerm.NewAsync();
        await Should.ThrowAsync<AtlasException>(() => CreateAsync(term, "no_such_type"));

        await term.SupersedeAsync(2);

        // The successor may have created the type since.
        await Should.ThrowAsync<NotActiveException>(() => CreateAsync(term, "no_such_type"));
    }

    [Fact]
    public async Task Write_and_read_are_refused_when_the_store_has_another_epoch()
    {
        await using var term = await OpenTerm.NewAsync();
        var created = await CreateAsync(term, "DataSet");
        var guid = created.GuidAssignments!["-1"];
        await term.SupersedeAsync(2);
        await Should.ThrowAsync<NotActiveException>(() => CreateAsync(term, "DataSet"));
        await Should.ThrowAsync<NotActiveException>(() => term.Requests.RunAsync(
            (catalog, cancel) => catalog.Entities.GetAsync(guid, EntityReadOptions.Default, cancel), CancellationToken.None));
    }

    [Fact]
    public async Task Type_change_is_refused_when_the_store_has_another_epoch()
    {
        await using var term = await OpenTerm.NewAsync();
        await term.SupersedeAsync(2);
        var types = new AtlasTypesDef { EntityDefs = [new AtlasEntityDef { Name = "late", SuperTypes = ["DataSet"] }] };
        await Should.ThrowAsync<NotActiveException>(() => term.Requests.RunAsync(
            (catalog, cancel) => catalog.Types.CreateAsync(types, Caller, cancel), CancellationToken.None));
    }

    [Fact]
    public async Task Store_that_hangs_is_not_asked_by_requests()
    {
        await using var term = await OpenTerm.NewAsync();
        term.Health.ProbeBegins();
        term.Time.Advance(TimeSpan.FromSeconds(3));

        var refusal = await Should.ThrowAsync<ServiceUnavailableException>(() => CreateAsync(term, "DataSet"));
        refusal.OutcomeUnknown.ShouldBeFalse();

        term.Health.ProbeEnds(null, null);
        await CreateAsync(term, "DataSet");
    }

    private static Task<EntityMutationResponse> CreateAsync(OpenTerm term, string typeName)
    {
        var entity = new AtlasEntityWithExtInfo
        {
            Entity = new AtlasEntity
            {
                TypeName = typeName,
                Guid = "-1",
                Attributes = new Dictionary<string, object?> { ["qualifiedName"] = "a@test", ["name"] = "a" },
            },
        };
        return term.Requests.RunAsync((catalog, cancel) => catalog.Entities.CreateOrUpdateAsync(entity, Caller, cancel), CancellationToken.None);
    }
}
