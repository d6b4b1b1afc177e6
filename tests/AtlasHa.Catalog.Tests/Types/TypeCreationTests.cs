using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using static AtlasHa.Catalog.Tests.Types.Defs;

namespace AtlasHa.Catalog.Tests.Types;

public sealed class TypeCreationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_fills_what_was_not_given_and_keeps_it_over_terms()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var created = await fixture.Types.CreateAsync(Of(Entity("t", Attribute("a"))), TypesFixture.Caller, Cancel);

        var def = created.EntityDefs.Single();
        Guid.TryParse(def.Guid, out _).ShouldBeTrue();
        (def.TypeVersion, def.Version, def.Description, def.CreatedBy, def.UpdatedBy).ShouldBe(("1.0", 1L, "t", "ada", "ada"));
        (def.CreateTime, def.UpdateTime).ShouldBe((1_700_000_000_000L, 1_700_000_000_000L));
        await fixture.NextTermAsync(new CatalogOptions());
        var again = fixture.Types.GetByGuid(def.Guid!).ShouldBeOfType<AtlasEntityDef>();
        (again.Name, again.CreateTime, again.AttributeDefs!.Single().Name).ShouldBe(("t", def.CreateTime, "a"));
    }

    [Fact]
    public async Task Create_keeps_what_was_given()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var sent = Entity("t") with
        {
            Guid = "my-guid",
            TypeVersion = "2.3",
            Version = 7,
            CreateTime = 5,
            UpdateTime = 6,
            CreatedBy = "eve",
            Description = "d",
            ServiceType = "",
            Options = new() { ["o"] = "1" },
        };
        var def = (await fixture.Types.CreateAsync(Of(sent), TypesFixture.Caller, Cancel)).EntityDefs.Single();
        (def.Guid, def.TypeVersion, def.Version, def.CreateTime, def.UpdateTime).ShouldBe(("my-guid", "2.3", 7L, 5L, 6L));
        (def.CreatedBy, def.Description, def.ServiceType, def.Options!["o"]).ShouldBe(("ada", "d", null, "1"));
    }

    [Theory]
    [InlineData(Cardinality.Single, true, 5, 5, 0, 1)]
    [InlineData(Cardinality.Single, false, -1, -1, 1, 1)]
    [InlineData(Cardinality.List, true, 3, -1, 0, int.MaxValue)]
    [InlineData(Cardinality.Set, false, 0, 1, 1, int.MaxValue)]
    [InlineData(Cardinality.Set, false, 2, 4, 2, 4)]
    public async Task Create_answers_value_counts_as_they_are_stored(Cardinality cardinality, bool optional, int min, int max, int storedMin, int storedMax)
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var attribute = Attribute("a", "array<string>") with { Cardinality = cardinality, IsOptional = optional, ValuesMinCount = min, ValuesMaxCount = max };
        var stored = (await fixture.Types.CreateAsync(Of(Entity("t", attribute)), TypesFixture.Caller, Cancel)).EntityDefs.Single().AttributeDefs!.Single();
        (stored.ValuesMinCount, stored.ValuesMaxCount).ShouldBe((storedMin, storedMax));
    }

    [Fact]
    public async Task Create_keeps_the_last_of_equal_names_and_drops_unknown_constraints()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var created = await fixture.Types.CreateAsync(
            Of(
                Entity("t", Attribute("A"), Attribute("b") with { Constraints = [new() { Type = "mappedFromRef" }], AutoComputeFormat = "{a}" }, Attribute("a", "int")),
                Enum("e", "X", "Y", "x")),
            TypesFixture.Caller, Cancel);
        created.EntityDefs.Single().AttributeDefs!.Select(attribute => (attribute.Name, attribute.TypeName)).ShouldBe([("b", "string"), ("a", "int")]);
        created.EntityDefs.Single().AttributeDefs![0].Constraints.ShouldBeNull();
        created.EntityDefs.Single().AttributeDefs![0].AutoComputeFormat.ShouldBeNull();
        created.EnumDefs.Single().ElementDefs!.Select(element => element.Value).ShouldBe(["Y", "x"]);
    }

    [Fact]
    public async Task Create_of_nothing_answers_six_empty_lists()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        (await fixture.Types.CreateAsync(Parse("""{"enumDefs":null,"entityDefs":[]}"""), TypesFixture.Caller, Cancel)).All().ShouldBeEmpty();
    }

    public static TheoryData<AtlasErrorCode, AtlasBaseTypeDef> Refused => new()
    {
        { AtlasErrorCode.TypeNameInvalidFormat, Entity("1t") },
        { AtlasErrorCode.TypeNameInvalidFormat, Entity("_t") },
        { AtlasErrorCode.TypeNameInvalidFormat, Entity("t-x") },
        { AtlasErrorCode.TypeNameInvalidFormat, Entity(" ") },
        { AtlasErrorCode.TypeNameInvalidFormat, Tag("_tag") },
        { AtlasErrorCode.TypeNameInvalidFormat, Tag("tag-x") },
        { AtlasErrorCode.UnsupportedTypeName, Entity("servicetype") },
        { AtlasErrorCode.TypeAlreadyExists, Entity("DataSet") },
        { AtlasErrorCode.TypeAlreadyExists, Tag("DataSet") },
        { AtlasErrorCode.TypeAlreadyExists, Entity("string") },
        { AtlasErrorCode.MissingMandatoryAttribute, Enum("e") },
        { AtlasErrorCode.MissingMandatoryAttribute, Enum("e", "a", " ") },
        { AtlasErrorCode.MissingMandatoryAttribute, Enum("e") with { ElementDefs = [new() { Value = "a" }] } },
        { AtlasErrorCode.BadRequest, Struct("s") },
        { AtlasErrorCode.AttributeNameInvalidChars, Business("bm", BusinessAttribute("a.b", "string")) },
        { AtlasErrorCode.BadRequest, SubType("t", "nothing") },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task Create_refuses_the_whole_request_when_one_definition_is_wrong(AtlasErrorCode code, AtlasBaseTypeDef wrong)
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Of(Entity("good"), wrong), TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(code);
        ShouldRefuse(AtlasErrorCode.TypeNameNotFound, () => fixture.Types.GetByName("good"));
        await fixture.NextTermAsync(new CatalogOptions());
        ShouldRefuse(AtlasErrorCode.TypeNameNotFound, () => fixture.Types.GetByName("good"));
    }

    [Fact]
    public async Task Create_refuses_a_guid_that_another_type_has()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var guid = fixture.Types.GetByName("DataSet").Guid;
        await fixture.Types.CreateAsync(Of(Entity("t") with { Guid = guid }), TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeAlreadyExists);
        fixture.Types.GetByGuid(guid!).Name.ShouldBe("DataSet");
    }

    [Theory]
    [InlineData("été 2.0")]
    [InlineData("PII.Email_1")]
    public async Task Classification_name_may_have_dots_and_letters_outside_ascii(string name)
    {
        await using var fixture = await TypesFixture.OpenAsync();
        (await fixture.Types.CreateAsync(Of(Tag(name)), TypesFixture.Caller, Cancel)).ClassificationDefs.Single().Name.ShouldBe(name);
    }

    [Fact]
    public async Task Unknown_type_is_reported_as_a_bad_request_that_names_it()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var error = await Should.ThrowAsync<AtlasException>(fixture.Types.CreateAsync(Of(Entity("t", Attribute("a", "no_such"))), TypesFixture.Caller, Cancel));
        error.ToError().ShouldBe(new AtlasError { ErrorCode = "ATLAS-400-00-029", ErrorMessage = "Given typename no_such was invalid" });
    }

    [Fact]
    public async Task Concurrent_creates_of_one_name_let_exactly_one_through()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var attempts = Enumerable.Range(0, 8).Select(_ => fixture.Types.CreateAsync(Of(Entity("t")), TypesFixture.Caller, Cancel)).ToList();
        await Task.WhenAll(attempts.Select(attempt => attempt.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default)));
        attempts.Count(attempt => attempt.IsCompletedSuccessfully).ShouldBe(1);
        foreach (var attempt in attempts.Where(attempt => attempt.IsFaulted))
            await attempt.ShouldBeRefusedAsync(AtlasErrorCode.TypeAlreadyExists);
    }
}
