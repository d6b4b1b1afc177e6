using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using static AtlasHa.Catalog.Tests.Types.Defs;

namespace AtlasHa.Catalog.Tests.Types;

public sealed class TypeDeletionTests
{
    private static readonly AtlasTypesDef Start = Of(
        Entity("t"),
        Entity("u"),
        Relationship("r", End("t", "us"), End("u", "ts")),
        Entity("parent"),
        SubType("child", "parent"),
        Enum("e", "A"),
        Struct("s", Attribute("x", "e")),
        Entity("holder", Attribute("s", "array<s>")),
        Entity("tagged"),
        Tag("tag", "tagged"),
        Entity("free"),
        Business("bm", BusinessAttribute("x", "int", "free")),
        Business("unindexed", Attribute("x", "int")));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delete_takes_types_with_everything_that_refers_to_them_in_one_request()
    {
        await using var fixture = await OpenAsync();
        var guid = fixture.Types.GetByName("t").Guid;
        await fixture.Types.DeleteAsync(
            Of(new AtlasEntityDef { Guid = guid }, Entity("u"), new AtlasRelationshipDef { Name = "r" }, Enum("e"), Struct("s"), Entity("holder")), false,
            TypesFixture.Caller, Cancel);
        await fixture.NextTermAsync(new CatalogOptions());
        foreach (var name in new[] { "t", "u", "r", "e", "s", "holder" })
            ShouldRefuse(AtlasErrorCode.TypeNameNotFound, () => fixture.Types.GetByName(name));
        ShouldRefuse(AtlasErrorCode.TypeGuidNotFound, () => fixture.Types.GetByGuid(guid!));
    }

    [Theory]
    [InlineData("t", "ATLAS-409-00-005")]
    [InlineData("parent", "ATLAS-409-00-002")]
    [InlineData("e", "ATLAS-409-00-002")]
    [InlineData("s", "ATLAS-409-00-002")]
    [InlineData("tagged", "ATLAS-409-00-002")]
    [InlineData("free", "ATLAS-409-00-002")]
    [InlineData("unindexed", "ATLAS-400-00-107")]
    [InlineData("nothing", "ATLAS-404-00-001")]
    [InlineData("string", "ATLAS-400-00-024")]
    [InlineData("array<t>", "ATLAS-400-00-024")]
    public async Task Delete_refuses_what_other_types_need(string name, string code)
    {
        await using var fixture = await OpenAsync();
        var error = await Should.ThrowAsync<AtlasException>(fixture.Types.DeleteAsync(name, false, TypesFixture.Caller, Cancel));
        error.Code.Code.ShouldBe(code);
        fixture.Types.Registry.Types.Count(type => Start.All().Any(def => def.Name == type.Name)).ShouldBe(Start.All().Count());
    }

    [Fact]
    public async Task Delete_by_body_refuses_unknown_guids_and_names_of_another_category()
    {
        await using var fixture = await OpenAsync();
        await fixture.Types.DeleteAsync(Of(Entity("t") with { Guid = "nothing" }), false, TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeGuidNotFound);
        await fixture.Types.DeleteAsync(Of(Tag("free")), false, TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeNameNotFound);
    }

    [Fact]
    public async Task Delete_refuses_a_type_that_has_entities_also_deleted_ones()
    {
        await using var fixture = await OpenAsync();
        await fixture.WriteAsync(writer => writer.PutEntitiesAsync([EntityRow("g", "child", EntityRowStatus.Deleted)], Cancel));
        await fixture.Types.DeleteAsync("child", false, TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeHasReferences);
        await fixture.WriteAsync(writer => writer.PurgeEntitiesAsync(["g"], Cancel));
        await fixture.Types.DeleteAsync("child", false, TypesFixture.Caller, Cancel);
    }

    [Fact]
    public async Task Delete_refuses_a_relationship_type_that_has_relationships()
    {
        await using var fixture = await OpenAsync();
        await fixture.WriteAsync(async writer =>
        {
            await writer.PutEntitiesAsync([EntityRow("g1", "t"), EntityRow("g2", "u")], Cancel);
            await writer.PutRelationshipsAsync([new("r1", "r", "g1", "g2", EntityRowStatus.Deleted, null, null, 0, 0, 0, "{}"u8.ToArray())], Cancel);
        });
        await fixture.Types.DeleteAsync("r", false, TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeHasReferences);
    }

    [Fact]
    public async Task Delete_of_used_business_metadata_needs_force()
    {
        await using var fixture = await OpenAsync();
        await fixture.WriteAsync(async writer =>
        {
            await writer.PutEntitiesAsync([EntityRow("g", "free")], Cancel);
            await writer.SetTypeUsesAsync("g", ["bm", "tag"], Cancel);
        });
        await fixture.Types.DeleteAsync("tag", true, TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeHasReferences);
        await fixture.Types.DeleteAsync("bm", false, TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeHasReferences);
        await fixture.Types.DeleteAsync("bm", true, TypesFixture.Caller, Cancel);
        await fixture.Types.DeleteAsync("unindexed", true, TypesFixture.Caller, Cancel);
    }

    private static EntityRow EntityRow(string guid, string typeName, EntityRowStatus status = EntityRowStatus.Active) =>
        new(guid, typeName, status, null, null, 0, 0, 0, "{}"u8.ToArray());

    private static async Task<TypesFixture> OpenAsync()
    {
        var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Start, TypesFixture.Caller, Cancel);
        return fixture;
    }
}
