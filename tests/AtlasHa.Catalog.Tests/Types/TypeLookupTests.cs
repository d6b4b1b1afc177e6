using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using static AtlasHa.Catalog.Tests.Types.Defs;

namespace AtlasHa.Catalog.Tests.Types;

public sealed class TypeLookupTests
{
    [Fact]
    public async Task Type_is_found_by_name_and_guid_in_its_own_category_only()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var def = fixture.Types.GetByName("DataSet");
        fixture.Types.GetByName(TypeCategory.Entity, "DataSet").ShouldBeSameAs(def);
        fixture.Types.GetByGuid(TypeCategory.Entity, def.Guid!).ShouldBeSameAs(def);
        ShouldRefuse(AtlasErrorCode.TypeNameNotFound, () => fixture.Types.GetByName(TypeCategory.Struct, "DataSet"));
        ShouldRefuse(AtlasErrorCode.TypeGuidNotFound, () => fixture.Types.GetByGuid(TypeCategory.Struct, def.Guid!));
        ShouldRefuse(AtlasErrorCode.TypeNameNotFound, () => fixture.Types.GetByName("nothing"));
        ShouldRefuse(AtlasErrorCode.TypeGuidNotFound, () => fixture.Types.GetByGuid("nothing"));
        ShouldRefuse(AtlasErrorCode.SystemType, () => fixture.Types.GetByName("map<string,int>"));
    }

    [Theory]
    [InlineData(TypeCategory.Entity, "_all_entity_types", "__ENTITY_ROOT", "__historicalGuids")]
    [InlineData(TypeCategory.Classification, "_ALL_CLASSIFICATION_TYPES", "__CLASSIFICATION_ROOT", "__entityStatus")]
    public async Task Special_names_give_the_root_types(TypeCategory category, string special, string name, string attribute)
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var root = fixture.Types.GetByName(category, special).ShouldBeAssignableTo<AtlasStructDef>()!;
        root.Name.ShouldBe(name);
        root.AttributeDefs!.ShouldContain(def => def.Name == attribute);
    }

    [Fact]
    public async Task Filters_are_combined()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(
            Of(SubType("mine", "DataSet") with { ServiceType = "svc" }, SubType("__hidden", "__internal"), Tag("tag") with { ServiceType = "svc" }, Enum("e", "a")),
            TypesFixture.Caller, TestContext.Current.CancellationToken);
        Names(new() { ServiceType = "svc" }).ShouldBe(["tag", "mine"]);
        Names(new() { ServiceType = "svc", Type = "CLASS" }).ShouldBe(["mine"]);
        Names(new() { Type = "trait" }).ShouldBe(["tag"]);
        Names(new() { Type = "business_metadata" }).ShouldBeEmpty();
        Names(new() { Type = "nonsense" }).ShouldBeEmpty();
        Names(new() { SuperType = "Referenceable", NotServiceType = "atlas_core" }).ShouldBe(["mine"]);
        Names(new() { NotSuperType = "Referenceable" }).ShouldContain("e");
        Names(new() { NotSuperType = "Referenceable" }).ShouldNotContain("mine");
        Names(new() { Name = "mine" }).ShouldBe(["mine"]);
        Names(new() { Type = "enum", NotName = "e" }).ShouldBe(["AtlasGlossaryTermRelationshipStatus", "AtlasGlossaryTermAssignmentStatus"], "of the core model");
        Names(new() { ExcludeInternalTypesAndReferences = true }).ShouldNotContain(name => name == "__internal" || name == "__hidden");
        Names(new()).ShouldContain("__hidden");

        IEnumerable<string?> Names(TypeSearchFilter filter) => fixture.Types.Find(filter).All().Select(def => def.Name);
    }

    [Fact]
    public async Task Headers_come_by_category()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Of(Tag("tag"), Enum("e", "a")), TypesFixture.Caller, TestContext.Current.CancellationToken);
        var headers = fixture.Types.FindHeaders(new());
        headers.Select(header => header.Category).Distinct()
            .ShouldBe([TypeCategory.Enum, TypeCategory.Classification, TypeCategory.Entity, TypeCategory.Relationship]);
        headers.ShouldContain(header => header.Name == "Asset" && header.ServiceType == "atlas_core" && header.Guid != null);
    }
}
