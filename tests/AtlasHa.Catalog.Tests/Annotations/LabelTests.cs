using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Annotations;

/// <summary>Labels are set, added and removed.</summary>
public sealed class LabelTests : IAsyncLifetime
{
    private EntityFixture _shop = null!;
    private EntityLocator _db = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await EntityFixture.OpenAsync();
        _db = EntityLocator.Of(await _shop.CreateAsync("shop_db", "d"));
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Labels_are_added_removed_and_replaced()
    {
        await _shop.Catalog.Labels.AddAsync(_db, ["raw", "old", "raw"], EntityFixture.Caller, Cancel);
        (await LabelsAsync()).ShouldBe(["raw", "old"]);
        await _shop.Catalog.Labels.AddAsync(_db, ["old", "表"], EntityFixture.Caller, Cancel);
        (await LabelsAsync()).ShouldBe(["raw", "old", "表"]);
        await _shop.Catalog.Labels.RemoveAsync(_db, ["old", "unknown"], EntityFixture.Caller, Cancel);
        (await LabelsAsync()).ShouldBe(["raw", "表"]);
        await _shop.Catalog.Labels.SetAsync(_db, ["new"], EntityFixture.Caller, Cancel);
        (await LabelsAsync()).ShouldBe(["new"]);
        await _shop.Catalog.Labels.SetAsync(_db, null, EntityFixture.Caller, Cancel);
        (await LabelsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Entity_is_found_by_unique_attributes_too()
    {
        var byName = EntityLocator.Of("Asset", new Dictionary<string, string> { ["qualifiedName"] = "d" });
        await _shop.Catalog.Labels.AddAsync(byName, ["raw"], EntityFixture.Caller, Cancel);
        (await LabelsAsync()).ShouldBe(["raw"]);
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Labels.SetAsync(byName with { TypeName = "no_such" }, ["raw"], EntityFixture.Caller, Cancel))).ShouldBe("400-00-014");
    }

    [Theory]
    [InlineData("two words", "400-00-090")]
    [InlineData("", "400-00-090")]
    [InlineData(null, "400-00-090")]
    [InlineData("123456789012345678901234567890123456789012345678901", "400-00-08F")]
    public async Task Labels_of_the_wrong_form_are_refused(string? label, string code)
    {
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Labels.SetAsync(_db, ["good", label!], EntityFixture.Caller, Cancel))).ShouldBe(code);
        (await LabelsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_is_refused_without_labels_or_entity()
    {
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Labels.AddAsync(_db, [], EntityFixture.Caller, Cancel))).ShouldBe("400-00-01A");
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Labels.RemoveAsync(_db, null, EntityFixture.Caller, Cancel))).ShouldBe("400-00-01A");
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Labels.SetAsync(EntityLocator.Of("nobody"), ["a"], EntityFixture.Caller, Cancel))).ShouldBe("404-00-005");
        await _shop.DeleteAsync(_db.Guid!);
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Labels.SetAsync(_db, ["a"], EntityFixture.Caller, Cancel))).ShouldBe("404-00-012");
    }

    private async Task<List<string>> LabelsAsync() => (await _shop.GetAsync(_db.Guid!)).Labels!;
}
