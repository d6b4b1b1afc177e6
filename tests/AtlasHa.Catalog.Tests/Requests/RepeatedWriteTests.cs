using System.Text;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Tests.Types;

namespace AtlasHa.Catalog.Tests.Requests;

/// <summary>Writes with a request id are carried out once; whoever repeats one gets the first answer.</summary>
public sealed class RepeatedWriteTests
{
    private static readonly CallContext Named = new("ada", "r1");

    private static readonly Dictionary<string, string> Unique = new() { ["qualifiedName"] = "q" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("create")]
    [InlineData("createAll")]
    [InlineData("update")]
    [InlineData("updateAttribute")]
    [InlineData("delete")]
    [InlineData("deleteByUniqueAttributes")]
    [InlineData("createTypes")]
    [InlineData("updateTypes")]
    public async Task Repeat_gets_the_first_answer_to_the_byte_when_another_term_has_begun(string operation)
    {
        await using var fixture = await OpenAsync();
        var guid = (await CreateAsync(fixture, Unnamed("someone"), Entity("q"))).GuidAssignments!["-1"];
        var (first, isReplayed) = await WriteAsync(fixture, operation, guid);
        isReplayed.ShouldBeFalse();
        var before = await StoredAsync(fixture);

        await fixture.NextTermAsync(new CatalogOptions());
        var (second, isSecondReplayed) = await WriteAsync(fixture, operation, guid);

        second.ShouldBe(first);
        isSecondReplayed.ShouldBeTrue();
        (await StoredAsync(fixture)).ShouldBe(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deletion_of_types_is_repeated_without_an_error(bool byName)
    {
        await using var fixture = await OpenAsync();
        await fixture.Types.CreateAsync(Defs.Of(Defs.SubType("t2", "DataSet")), Unnamed("ada"), Cancel);
        Task<WriteReceipt> DeleteAsync() => byName
            ? fixture.Types.DeleteAsync("t2", false, Named, Cancel)
            : fixture.Types.DeleteAsync(Defs.Of(Defs.SubType("t2", "DataSet")), false, Named, Cancel);

        (await DeleteAsync()).IsReplayed.ShouldBeFalse();
        (await DeleteAsync()).IsReplayed.ShouldBeTrue();

        fixture.Types.Registry.TryGet("t2", out _).ShouldBeFalse();
        fixture.Types.Registry.TryGet("t", out _).ShouldBeTrue("a repeat leaves the types in memory alone");
    }

    [Fact]
    public async Task Only_one_of_many_repeats_at_the_same_time_is_carried_out()
    {
        await using var fixture = await OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync(fixture, Named, Entity("q"))));

        answers.Count(answer => !answer.IsReplayed).ShouldBe(1);
        answers.Select(Json).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Repeat_has_its_answer_when_the_type_is_gone_since()
    {
        await using var fixture = await OpenAsync();
        var types = Defs.Of(Defs.SubType("t2", "DataSet"));
        var first = await fixture.Types.CreateAsync(types, Named, Cancel);
        await fixture.Types.DeleteAsync("t2", false, Unnamed("ada"), Cancel);

        var second = await fixture.Types.CreateAsync(types, Named, Cancel);

        Json(second).ShouldBe(Json(first));
        fixture.Types.Registry.TryGet("t2", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Id_of_another_request_is_refused_and_changes_nothing()
    {
        await using var fixture = await OpenAsync();
        var guid = (await CreateAsync(fixture, Named, Entity("q"))).GuidAssignments!["-1"];

        var other = await Should.ThrowAsync<AtlasException>(CreateAsync(fixture, Named, Entity("other")));
        var deletion = await Should.ThrowAsync<AtlasException>(fixture.Catalog.Entities.DeleteAsync([guid], Named, Cancel));

        (other.Code.Code, other.Code.HttpStatus).ShouldBe(("ATLASHA-422-001", 422));
        deletion.Message.ShouldContain("entity.createOrUpdate");
        (await StoredAsync(fixture)).ShouldContain("\"status\":\"ACTIVE\"");
    }

    [Fact]
    public async Task Ids_of_different_users_have_nothing_to_do_with_each_other()
    {
        await using var fixture = await OpenAsync();
        await CreateAsync(fixture, Named, Entity("q"));

        (await CreateAsync(fixture, Named with { User = "bob" }, Entity("other"))).IsReplayed.ShouldBeFalse();
    }

    [Fact]
    public async Task Refused_write_is_not_remembered()
    {
        await using var fixture = await OpenAsync();
        var entity = Entity("q") with { TypeName = "later" };
        await Should.ThrowAsync<AtlasException>(CreateAsync(fixture, Named, entity));
        await fixture.Types.CreateAsync(Defs.Of(Defs.SubType("later", "DataSet")), Unnamed("ada"), Cancel);

        var answer = await CreateAsync(fixture, Named, entity);

        answer.IsReplayed.ShouldBeFalse();
        answer.GuidAssignments!.Keys.ShouldContain("-1");
    }

    [Fact]
    public async Task Write_without_an_id_is_carried_out_each_time()
    {
        await using var fixture = await OpenAsync();
        await CreateAsync(fixture, Unnamed("ada"), Entity("q"));

        (await CreateAsync(fixture, Unnamed("ada"), Entity("q"))).IsReplayed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ünicode")]
    [InlineData(null)]
    public async Task Id_that_cannot_be_used_is_refused(string? id)
    {
        await using var fixture = await OpenAsync();
        var refusal = await Should.ThrowAsync<AtlasException>(
            async () => await CreateAsync(fixture, Named with { RequestId = id ?? new string('x', 129) }, Entity("q")));
        refusal.Code.Code.ShouldBe("ATLASHA-400-001");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3600, true)]
    public async Task Answers_are_forgotten_after_the_retention_when_more_are_remembered(int retentionSeconds, bool isStillKnown)
    {
        await using var fixture = await OpenAsync();
        var retention = TimeSpan.FromSeconds(retentionSeconds) + TimeSpan.FromTicks(1);
        await fixture.NextTermAsync(new CatalogOptions { Writes = new() { RememberRequestsFor = retention } });
        for (var i = 0; i < 64; i++)
            await CreateAsync(fixture, new CallContext("ada", $"r{i}"), Entity($"q{i}"));

        (await CreateAsync(fixture, new CallContext("ada", "r0"), Entity("q0"))).IsReplayed.ShouldBe(isStillKnown);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(64, true)]
    public async Task Answers_beyond_the_newest_are_forgotten_when_more_are_remembered(int most, bool isStillKnown)
    {
        await using var fixture = await OpenAsync();
        await fixture.NextTermAsync(new CatalogOptions { Writes = new() { MaxRememberedRequests = most } });
        for (var i = 0; i < 64; i++)
            await CreateAsync(fixture, new CallContext("ada", $"r{i}"), Entity($"q{i}"));

        (await CreateAsync(fixture, new CallContext("ada", "r53"), Entity("q53"))).IsReplayed.ShouldBe(isStillKnown);
        (await CreateAsync(fixture, new CallContext("ada", "r54"), Entity("q54"))).IsReplayed.ShouldBeTrue();
    }

    private static async Task<TypesFixture> OpenAsync()
    {
        var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Defs.Of(Defs.SubType("t", "DataSet")), Unnamed("ada"), Cancel);
        return fixture;
    }

    private static CallContext Unnamed(string user) => new(user, RequestId: null);

    private static AtlasEntity Entity(string name) => new()
    {
        TypeName = "t",
        Guid = "-1",
        Attributes = new Dictionary<string, object?> { ["qualifiedName"] = name, ["name"] = name, ["description"] = "ä \"1\" & more" },
        CustomAttributes = new Dictionary<string, string?> { ["k"] = "v" },
    };

    private static Task<EntityMutationResponse> CreateAsync(TypesFixture fixture, CallContext call, AtlasEntity entity)
        => fixture.Catalog.Entities.CreateOrUpdateAsync(new AtlasEntityWithExtInfo { Entity = entity }, call, Cancel);

    private static async Task<(string Json, bool IsReplayed)> WriteAsync(TypesFixture fixture, string operation, string guid)
    {
        var entities = fixture.Catalog.Entities;
        var changes = new AtlasEntityWithExtInfo { Entity = new AtlasEntity { TypeName = "t", Attributes = new() { ["description"] = "changed" } } };
        return operation switch
        {
            "create" => Of(await CreateAsync(fixture, Named, Entity("new"))),
            "createAll" => Of(await entities.CreateOrUpdateAsync(new AtlasEntitiesWithExtInfo { Entities = [Entity("n1"), Entity("n2") with { Guid = "-2" }] }, Named, Cancel)),
            "update" => Of(await entities.UpdateByUniqueAttributesAsync("t", Unique, changes, Named, Cancel)),
            "updateAttribute" => Of(await entities.UpdateAttributeAsync(guid, "description", "changed", Named, Cancel)),
            "delete" => Of(await entities.DeleteAsync([guid], Named, Cancel)),
            "deleteByUniqueAttributes" => Of(await entities.DeleteByUniqueAttributesAsync("t", Unique, Named, Cancel)),
            "createTypes" => Of(await fixture.Types.CreateAsync(Defs.Of(Defs.SubType("t3", "DataSet")), Named, Cancel)),
            "updateTypes" => Of(await fixture.Types.UpdateAsync(Defs.Of(Defs.SubType("t", "DataSet") with { Description = "changed" }), Named, Cancel)),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };
    }

    private static (string Json, bool IsReplayed) Of<T>(T answer)
        where T : IWriteAnswer<T>
        => (Json(answer), answer.IsReplayed);

    private static string Json<T>(T value) => Encoding.UTF8.GetString(AtlasJson.Write(value));

    /// <summary>The entity that the writes are about, as it is stored.</summary>
    private static async Task<string> StoredAsync(TypesFixture fixture)
    {
        var counts = "";
        await fixture.WriteAsync(async writer =>
            counts = string.Join(',', (await writer.CountEntitiesAsync(Cancel)).Select(c => $"{c.TypeName}:{c.Status}:{c.Count}").Order(StringComparer.Ordinal)));
        var found = await fixture.Catalog.Entities.GetByUniqueAttributesAsync("t", [Unique], EntityReadOptions.Default, Cancel);
        return counts + Json(found) + Json(fixture.Types.GetByName("t"));
    }
}
