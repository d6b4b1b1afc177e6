using AtlasHa.Catalog.Model.Metrics;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests;

/// <summary>What admin/metrics counts.</summary>
public sealed class CatalogMetricsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entities_are_counted_by_their_own_type_and_state()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        await fixture.CreateTableAsync("kept", "a", "b");
        await fixture.DeleteAsync((await fixture.CreateTableAsync("gone", "c"))["-1"]);

        var data = (await fixture.Catalog.Metrics.ReadAsync(withSubTypes: false, Cancel)).Data;

        Section(data, "entityActive").ShouldBe(new Dictionary<string, object?> { ["shop_column"] = 2L, ["shop_table"] = 1L });
        Section(data, "entityDeleted").ShouldBe(new Dictionary<string, object?> { ["shop_column"] = 1L, ["shop_table"] = 1L });
        Section(data, "entityShell").ShouldBeEmpty();
        data[AtlasMetrics.Entity].Count.ShouldBe(3);
        var general = data[AtlasMetrics.General];
        (general["entityCount"], general["collectionTime"]).ShouldBe((5L, 1_700_000_000_000L));
        ((long)general["typeUnusedCount"]!).ShouldBe(fixture.Catalog.Registry.EntityTypes.Count - 2);
        ((long)general["typeCount"]!).ShouldBe(fixture.Catalog.Registry.Types.Count());
    }

    [Fact]
    public async Task Types_are_counted_with_their_subtypes_when_asked_for()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        await fixture.CreateTableAsync("kept", "a", "b");
        var data = (await fixture.Catalog.Metrics.ReadAsync(withSubTypes: true, Cancel)).Data;
        var active = Section(data, "entityActive-typeAndSubTypes");
        (active["Referenceable"], active["shop_table"]).ShouldBe((3L, 1L));
        Section(data, "entityDeleted-typeAndSubTypes").ShouldBeEmpty();
    }

    private static Dictionary<string, object?> Section(Dictionary<string, Dictionary<string, object?>> data, string name) =>
        (Dictionary<string, object?>)data[AtlasMetrics.Entity][name]!;
}
