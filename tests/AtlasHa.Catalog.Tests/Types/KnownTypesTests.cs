using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using static AtlasHa.Catalog.Tests.Types.Defs;

namespace AtlasHa.Catalog.Tests.Types;

public sealed class KnownTypesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Term_begins_with_the_types_that_were_read_ahead()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Of(Entity("t", Attribute("a"))), TypesFixture.Caller, Cancel);
        await fixture.LearnAsync(fixture.Known);
        await fixture.NextTermAsync(new CatalogOptions());
        var first = fixture.Catalog.Registry;

        await fixture.NextTermAsync(new CatalogOptions());

        fixture.Catalog.Registry.ShouldBeSameAs(first);
        AttributesOf(fixture, "t").ShouldBe(["a"]);
    }

    [Fact]
    public async Task Types_that_were_changed_since_are_read_anew()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Of(Entity("t", Attribute("a")), Entity("gone")), TypesFixture.Caller, Cancel);
        await fixture.LearnAsync(fixture.Known);

        await fixture.Types.UpdateAsync(Of(Entity("t", Attribute("a"), Attribute("b"))), TypesFixture.Caller, Cancel);
        await fixture.Types.DeleteAsync("gone", force: false, TypesFixture.Caller, Cancel);
        await fixture.Types.CreateAsync(Of(Entity("new")), TypesFixture.Caller, Cancel);
        await fixture.NextTermAsync(new CatalogOptions());

        AttributesOf(fixture, "t").ShouldBe(["a", "b"]);
        fixture.Catalog.Registry.TryGet("gone", out _).ShouldBeFalse();
        fixture.Catalog.Registry.TryGet("new", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Core_types_are_loaded_when_one_is_missing()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.WriteAsync(writer => writer.DeleteTypesAsync([fixture.Types.GetByName("AtlasGlossarySynonym").Guid!], Cancel));
        await fixture.LearnAsync(fixture.Known);

        await fixture.NextTermAsync(new CatalogOptions());

        fixture.Catalog.Registry.TryGet("AtlasGlossarySynonym", out _).ShouldBeTrue();
    }

    [Fact]
    public void Rows_that_differ_in_one_byte_are_other_types()
    {
        var known = new KnownTypes();
        var row = new TypeDefRow("g", "e", "Enum", """{"name":"e","elementDefs":[{"value":"A","ordinal":1}]}"""u8.ToArray());

        var (first, hasCore) = known.Of([row]);

        hasCore.ShouldBeFalse();
        known.Of([row with { Json = [.. row.Json] }]).Registry.ShouldBeSameAs(first);
        known.Of([row with { Json = """{"name":"e","elementDefs":[{"value":"B","ordinal":1}]}"""u8.ToArray() }]).Registry.ShouldNotBeSameAs(first);
        known.Of([]).Registry.ShouldNotBeSameAs(first);
    }

    private static IEnumerable<string?> AttributesOf(TypesFixture fixture, string type) =>
        ((AtlasEntityDef)fixture.Types.GetByName(type)).AttributeDefs!.Select(attribute => attribute.Name);
}
