using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using static AtlasHa.Catalog.Tests.Types.Defs;

namespace AtlasHa.Catalog.Tests.Types;

public sealed class TypeUpdateTests
{
    private static readonly AtlasTypesDef Start = Of(
        Entity("base"),
        SubType("t", "base", Attribute("a")) with { ServiceType = "svc", Options = new() { ["o"] = "1" } },
        Entity("u"),
        Enum("e", "A", "B"),
        Tag("tag", "t", "u"),
        Relationship("r", End("t", "us"), End("u", "ts")),
        Business("bm", BusinessAttribute("x", "string", "t", "u")));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Update_counts_versions_and_keeps_what_is_blank()
    {
        await using var fixture = await OpenAsync();
        fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        var sent = SubType("t", "base", Attribute("a") with { IsIndexable = true }, Attribute("new")) with { Description = " ", TypeVersion = "", ServiceType = null };
        var def = (await UpdateAsync(fixture, sent)).EntityDefs.Single();
        (def.Version, def.Description, def.TypeVersion, def.ServiceType).ShouldBe((2L, "t", "1.0", "svc"));
        (def.CreateTime, def.UpdateTime, def.UpdatedBy).ShouldBe((1_700_000_000_000L, 1_700_000_000_005L, "ada"));
        def.Options.ShouldBeNull();
        def.AttributeDefs!.Select(attribute => (attribute.Name, attribute.IsIndexable)).ShouldBe([("a", true), ("new", false)]);
        await fixture.NextTermAsync(new CatalogOptions());
        fixture.Types.GetByName("t").Version.ShouldBe(2);
    }

    [Fact]
    public async Task Update_finds_by_guid_before_name()
    {
        await using var fixture = await OpenAsync();
        var guid = fixture.Types.GetByName("e").Guid;
        var updated = await UpdateAsync(fixture, new AtlasEnumDef { Guid = guid, ElementDefs = [new() { Value = "C", Ordinal = 1 }] });
        updated.EnumDefs.Single().ElementDefs!.Single().Value.ShouldBe("C");
        updated.EnumDefs.Single().Name.ShouldBe("e");
    }

    [Fact]
    public async Task Update_may_add_supertypes_and_entity_types_and_widen_business_metadata()
    {
        await using var fixture = await OpenAsync();
        await UpdateAsync(
            fixture,
            SubType("t", "base", Attribute("a")) with { SuperTypes = ["base", "DataSet"] },
            Tag("tag", "t", "u", "base"),
            Business("bm", BusinessAttribute("x", "string", "t", "u", "base")));
        fixture.Types.Registry.GetEntityType("t").IsSubTypeOf("Referenceable").ShouldBeTrue();
        (await UpdateAsync(fixture, Tag("tag"))).ClassificationDefs.Single().EntityTypes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_may_change_what_does_not_touch_the_shape_of_a_relationship()
    {
        await using var fixture = await OpenAsync();
        var end = End("t", "us") with { IsLegacyAttribute = true };
        var updated = await UpdateAsync(
            fixture, Relationship("r", end, End("u", "ts")) with { PropagateTags = PropagateTags.Both, RelationshipLabel = "l", AttributeDefs = [Attribute("n")] });
        (updated.RelationshipDefs.Single().PropagateTags, updated.RelationshipDefs.Single().RelationshipLabel).ShouldBe((PropagateTags.Both, "l"));
    }

    [Fact]
    public async Task Update_ignores_a_new_attribute_that_is_a_legacy_relationship_end()
    {
        await using var fixture = await OpenAsync();
        await UpdateAsync(fixture, Relationship("r", End("t", "us") with { IsLegacyAttribute = true }, End("u", "ts")));
        var updated = await UpdateAsync(fixture, SubType("t", "base", Attribute("a"), Attribute("us", "u") with { IsOptional = false }));
        updated.EntityDefs.Single().AttributeDefs!.Select(attribute => attribute.Name).ShouldBe(["a"]);
    }

    public static TheoryData<AtlasErrorCode, AtlasBaseTypeDef> Refused => new()
    {
        { AtlasErrorCode.TypeNameNotFound, Entity("nothing") },
        { AtlasErrorCode.TypeGuidNotFound, Entity("t") with { Guid = "nothing" } },
        { AtlasErrorCode.TypeMatchFailed, Struct("t", Attribute("a")) },
        { AtlasErrorCode.AttributeDeletionNotSupported, SubType("t", "base") },
        { AtlasErrorCode.CannotAddMandatoryAttribute, SubType("t", "base", Attribute("a"), Attribute("b") with { IsOptional = false }) },
        { AtlasErrorCode.BadRequest, SubType("t", "base", Attribute("a", "int")) },
        { AtlasErrorCode.SupertypeRemovalNotSupported, Entity("t", Attribute("a")) },
        { AtlasErrorCode.EntitytypeRemovalNotSupported, Tag("tag", "t") },
        { AtlasErrorCode.MissingMandatoryAttribute, Enum("e") },
        {
            AtlasErrorCode.RelationshipdefInvalidCategoryUpdate,
            Relationship("r", End("t", "us", container: true), End("u", "ts")) with { RelationshipCategory = RelationshipCategory.Aggregation }
        },
        { AtlasErrorCode.RelationshipdefInvalidEnd1Update, Relationship("r", End("t", "us", Cardinality.Set), End("u", "ts")) },
        { AtlasErrorCode.RelationshipdefInvalidEnd2Update, Relationship("r", End("t", "us"), End("u", "other")) },
        { AtlasErrorCode.ApplicableEntityTypesDeletionNotSupported, Business("bm", BusinessAttribute("x", "string", "t")) },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task Update_refuses_what_may_not_change_and_changes_nothing(AtlasErrorCode code, AtlasBaseTypeDef wrong)
    {
        await using var fixture = await OpenAsync();
        await UpdateAsync(fixture, Entity("base", Attribute("new")), wrong).ShouldBeRefusedAsync(code);
        fixture.Types.GetByName("base").Version.ShouldBe(1);
        fixture.Types.Registry.GetEntityType("base").Attributes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_refuses_another_name_for_a_guid()
    {
        await using var fixture = await OpenAsync();
        var relationship = Relationship("renamed", End("t", "us"), End("u", "ts")) with { Guid = fixture.Types.GetByName("r").Guid };
        await UpdateAsync(fixture, relationship).ShouldBeRefusedAsync(AtlasErrorCode.RelationshipdefInvalidNameUpdate);
        await UpdateAsync(fixture, Entity("renamed") with { Guid = fixture.Types.GetByName("u").Guid }).ShouldBeRefusedAsync(AtlasErrorCode.BadRequest);
    }

    private static async Task<TypesFixture> OpenAsync()
    {
        var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Start, TypesFixture.Caller, Cancel);
        return fixture;
    }

    private static Task<AtlasTypesDef> UpdateAsync(TypesFixture fixture, params AtlasBaseTypeDef[] defs) =>
        fixture.Types.UpdateAsync(Of(defs), TypesFixture.Caller, Cancel);
}
