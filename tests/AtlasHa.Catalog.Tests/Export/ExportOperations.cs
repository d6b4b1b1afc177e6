using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Export;

/// <summary>The pieces of an export, on every store.</summary>
public abstract class ExportOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("shop_table", "orders", null, "orders")]
    [InlineData("DataSet", "ord", "startsWith", "orders,orders.id,ordinary")]
    [InlineData("shop_table", "ers", "ENDSWITH", "orders")]
    [InlineData("shop_table", "rd", "contains", "orders,ordinary")]
    [InlineData("shop_table", "ord.*y", "matches", "ordinary")]
    [InlineData("shop_table", "ord", "matches", "")]
    [InlineData("shop_view,shop_column", null, "forType", "ordinary,orders.id")]
    [InlineData("shop_table", "nothing", null, "")]
    [InlineData("shop_table", null, null, "")]
    [InlineData(null, "ordinary", null, "ordinary")]
    public async Task Items_are_found_as_their_match_type_says(string? types, string? name, string? matchType, string expected)
    {
        await using var shop = await OpenAsync();
        var item = new AtlasObjectId { TypeName = types, UniqueAttributes = name is null ? null : new Dictionary<string, object?> { ["qualifiedName"] = name } };

        var found = await shop.Catalog.Export.FindAsync(item, matchType, Cancel);

        var entities = await shop.Catalog.Export.ReadAsync(found, Cancel);
        entities.Select(one => (string)one.Entity.Entity!.Attributes!["qualifiedName"]!).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public async Task Items_are_refused_that_nothing_can_match()
    {
        await using var shop = await OpenAsync();

        (await EntityFixture.ErrorOf(() => FindAsync("no_type", "qualifiedName", "x", null))).ShouldBe("400-00-00A");
        (await EntityFixture.ErrorOf(() => FindAsync("shop_table", "no_attribute", "x", null))).ShouldBe("400-00-023");
        (await EntityFixture.ErrorOf(() => FindAsync("shop_table", "qualifiedName", "(", "matches"))).ShouldBe("400-00-029");
        (await shop.Catalog.Export.FindAsync(new AtlasObjectId { Guid = "gone" }, null, Cancel)).ShouldBeEmpty();

        Task<IReadOnlyList<string>> FindAsync(string type, string attribute, string value, string? matchType) => shop.Catalog.Export.FindAsync(
            new AtlasObjectId { TypeName = type, UniqueAttributes = new Dictionary<string, object?> { [attribute] = value } }, matchType, Cancel);
    }

    [Fact]
    public async Task Entity_brings_its_parts_and_names_what_it_is_connected_with()
    {
        await using var shop = await OpenAsync();
        var (orders, view, job) = (await GuidAsync(shop, "shop_table", "orders"), await GuidAsync(shop, "shop_view", "ordinary"), await GuidAsync(shop, "shop_job", "job"));

        var table = (await shop.Catalog.Export.ReadAsync([orders], Cancel)).ShouldHaveSingleItem();

        var column = table.Entity.ReferredEntities!.Values.ShouldHaveSingleItem()!;
        column.Attributes!["qualifiedName"].ShouldBe("orders.id");
        table.IsProcess.ShouldBeFalse();
        table.Links.ShouldContain(new ExportLink(job, IsOutward: false, IsProcess: true));
        table.Links.ShouldContain(new ExportLink(await GuidAsync(shop, "shop_db", "db"), IsOutward: false, IsProcess: false));
        var process = (await shop.Catalog.Export.ReadAsync([job], Cancel)).ShouldHaveSingleItem();
        process.IsProcess.ShouldBeTrue();
        process.Links.ShouldBe([new ExportLink(orders, IsOutward: true, IsProcess: false), new ExportLink(view, IsOutward: true, IsProcess: false)], ignoreOrder: true);
    }

    [Fact]
    public async Task Change_of_an_entity_a_part_or_a_relationship_is_a_later_one_than_the_marker_before_it()
    {
        await using var shop = await OpenAsync();
        var (orders, view) = (await GuidAsync(shop, "shop_table", "orders"), await GuidAsync(shop, "shop_view", "ordinary"));
        var input = await shop.CreateAsync("DataSet", "input");
        var process = await shop.CreateAsync("Process", "process");
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        var marker = await shop.Catalog.Export.MarkAsync(Cancel);
        foreach (var guid in (string[])[orders, view, input, process]) (await LastChangeAsync(guid)).ShouldBeLessThanOrEqualTo(marker);

        await shop.Entities.UpdateByUniqueAttributesAsync(
            "shop_column", new Dictionary<string, string> { ["qualifiedName"] = "orders.id" }, new AtlasEntityWithExtInfo { Entity = new AtlasEntity { TypeName = "shop_column", Attributes = new() { ["dataType"] = "long" } } },
            EntityFixture.Caller, Cancel);
        await shop.Catalog.Labels.SetAsync(EntityLocator.Of(view), ["seen"], EntityFixture.Caller, Cancel);
        await shop.Catalog.Relationships.CreateAsync(
            new AtlasRelationship { TypeName = "dataset_process_inputs", End1 = new AtlasObjectId { Guid = process }, End2 = new AtlasObjectId { Guid = input } }, EntityFixture.Caller, Cancel);

        foreach (var guid in (string[])[orders, view, input, process]) (await LastChangeAsync(guid)).ShouldBeGreaterThan(marker);
        (await LastChangeAsync(await GuidAsync(shop, "shop_job", "job"))).ShouldBeLessThanOrEqualTo(marker);

        async Task<long> LastChangeAsync(string guid) => (await shop.Catalog.Export.ReadAsync([guid], Cancel)).Single().LastChange;
    }

    [Fact]
    public async Task What_is_deleted_stays_behind()
    {
        await using var shop = await OpenAsync();
        var (orders, job) = (await GuidAsync(shop, "shop_table", "orders"), await GuidAsync(shop, "shop_job", "job"));
        await shop.Entities.DeleteAsync([job], EntityFixture.Caller, Cancel);

        (await shop.Catalog.Export.ReadAsync([job, "gone"], Cancel)).ShouldBeEmpty();
        (await shop.Catalog.Export.FindAsync(new AtlasObjectId { Guid = job }, null, Cancel)).ShouldBeEmpty();
        var table = (await shop.Catalog.Export.ReadAsync([orders], Cancel)).ShouldHaveSingleItem();
        table.Links.ShouldNotContain(link => link.Guid == job);
        table.Entity.Entity!.RelationshipAttributes!["inputToProcesses"].ShouldBeAssignableTo<IEnumerable<object?>>()!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Catalogue_without_the_types_takes_everything_under_the_same_guids()
    {
        await using var shop = await OpenAsync();
        string[] guids = [await GuidAsync(shop, "shop_db", "db"), await GuidAsync(shop, "shop_table", "orders"), await GuidAsync(shop, "shop_view", "ordinary"), await GuidAsync(shop, "shop_job", "job")];
        var exported = await shop.Catalog.Export.ReadAsync(guids, Cancel);
        var types = await shop.Catalog.Export.GetTypesAsync(["shop_db", "shop_table", "shop_view", "shop_job", "shop_column", "shop_pii"], Cancel);
        await using var other = await EntityFixture.OpenAsync(stores, new CatalogOptions { ModelsFolder = "" });
        other.Catalog.Registry.TryGet("shop_table", out _).ShouldBeFalse();

        var report = await other.Catalog.Import.RunAsync(new ImportBatch { Types = types, Entities = [.. exported.Select(one => one.Entity)] }, EntityFixture.Caller, Cancel);

        report.Skipped.ShouldBeEmpty();
        var again = await other.Catalog.Export.ReadAsync(guids, Cancel);
        again.Select(Shown).ShouldBe(exported.Select(Shown));
        again.SelectMany(one => one.Links).ShouldBe(exported.SelectMany(one => one.Links), ignoreOrder: true);
        again[1].Entity.Entity!.Classifications!.Single().TypeName.ShouldBe("shop_pii");
    }

    private static string Shown(ExportedEntity one) =>
        $"{one.Entity.Entity!.Guid} {one.Entity.Entity.TypeName} {one.Entity.Entity.Attributes!["qualifiedName"]} {string.Join(' ', one.Entity.ReferredEntities!.Keys.Order())}";

    private async Task<EntityFixture> OpenAsync()
    {
        var shop = await EntityFixture.OpenAsync(stores);
        var table = (await shop.CreateTableAsync("orders", "id"))["-1"];
        var view = await shop.CreateAsync("shop_view", "ordinary");
        await shop.CreateAsync("shop_db", "db", $$""", "tables": [ { "guid": "{{table}}" } ] """);
        await shop.CreateAsync("shop_job", "job", $$""", "inputs": [ { "guid": "{{table}}" } ], "outputs": [ { "guid": "{{view}}" } ] """);
        await shop.Catalog.Classifications.AddAsync(EntityLocator.Of(table), [new AtlasClassification { TypeName = "shop_pii" }], EntityFixture.Caller, Cancel);
        return shop;
    }

    private static async Task<string> GuidAsync(EntityFixture shop, string type, string name) => (await shop.FindAsync(type, name)).ShouldNotBeNull();
}
