using AtlasHa.Catalog.Lineage;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Lineage;

/// <summary>The lineage operations and their refusals, on every store.</summary>
public abstract class LineageOperations(IStores stores)
{
    private static readonly (string, string, bool)[] Chain =
    [
        ("p1", "a", true), ("p1", "b", false), ("p2", "b", true), ("p2", "c", false), ("p3", "c", true), ("p3", "d", false), ("p9", "b", true),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("b", LineageDirection.Both, 3, "a>p1 b>p2 c>p3 p1>b p2>c p3>d")]
    [InlineData("b", LineageDirection.Input, 3, "a>p1 p1>b")]
    [InlineData("b", LineageDirection.Output, 1, "b>p2 p2>c")]
    [InlineData("b", LineageDirection.Output, 0, "b>p2 c>p3 p2>c p3>d")]
    [InlineData("b", LineageDirection.Output, -1, "b>p2 c>p3 p2>c p3>d")]
    [InlineData("p2", LineageDirection.Both, 1, "b>p2 p2>c")]
    [InlineData("p2", LineageDirection.Both, 2, "a>p1 b>p2 c>p3 p1>b p2>c p3>d")]
    [InlineData("p2", LineageDirection.Input, 2, "a>p1 b>p2 p1>b")]
    [InlineData("d", LineageDirection.Output, 3, "")]
    public async Task Lineage_counts_hops_between_data_sets(string start, LineageDirection direction, int depth, string steps)
    {
        await using var shop = await LineageShop.OpenAsync(stores);
        await LineageShop.PutAsync(shop, Chain);

        var lineage = await shop.Catalog.Lineage.GetAsync(start, direction, depth, Cancel);

        string.Join(' ', LineageShop.Steps(lineage)).ShouldBe(steps);
        (lineage.BaseEntityGuid, lineage.LineageDirection, lineage.LineageDepth).ShouldBe((start, direction, depth));
        lineage.GuidEntityMap.Keys.Order().ShouldBe(
            lineage.Relations.SelectMany(relation => new[] { relation.FromEntityId, relation.ToEntityId }).Distinct().Order());
        lineage.RelationsOnDemand.ShouldBeEmpty();
        lineage.LineageOnDemandPayload.ShouldBeNull();
    }

    [Fact]
    public async Task Lineage_ends_in_a_circle()
    {
        await using var shop = await LineageShop.OpenAsync(stores);
        await LineageShop.PutAsync(shop, [("p", "a", true), ("p", "b", false), ("q", "b", true), ("q", "a", false), ("r", "a", true), ("r", "a", false)]);

        LineageShop.Steps(await shop.Catalog.Lineage.GetAsync("a", LineageDirection.Both, 0, Cancel)).ShouldBe(["a>p", "a>r", "b>q", "p>b", "q>a", "r>a"]);
    }

    [Fact]
    public async Task Deleted_entities_and_relationships_are_part_of_it()
    {
        await using var shop = await LineageShop.OpenAsync(stores);
        var (input, output) = (await shop.CreateAsync("shop_table", "in"), await shop.CreateAsync("shop_table", "out"));
        var job = await shop.CreateAsync(
            "shop_job", "j", $$""", "inputs": [ { "guid": "{{input}}" } ], "outputs": [ { "guid": "{{output}}" } ] """);
        await shop.DeleteAsync(output);

        var lineage = await shop.Catalog.Lineage.GetByUniqueAttributesAsync("DataSet", Named("in"), LineageDirection.Both, 3, Cancel);

        LineageShop.Steps(lineage).ShouldBe(new[] { $"{input}>{job}", $"{job}>{output}" }.Order(StringComparer.Ordinal));
        lineage.GuidEntityMap[output].Status.ShouldBe(EntityStatus.Deleted);
        lineage.GuidEntityMap[job].DisplayText.ShouldBe("j");
    }

    [Fact]
    public async Task Lineage_refuses_what_has_none()
    {
        await using var shop = await LineageShop.OpenAsync(stores);
        var db = await shop.CreateAsync("shop_db", "d");
        LineageCatalog operations = shop.Catalog.Lineage;

        (await ErrorOf(() => operations.GetAsync("gone", LineageDirection.Both, 3, Cancel))).ShouldBe("404-00-005");
        (await ErrorOf(() => operations.GetAsync(db, LineageDirection.Both, 3, Cancel))).ShouldBe("404-00-011");
        (await ErrorOf(() => operations.GetByUniqueAttributesAsync("no_such", Named("d"), LineageDirection.Both, 3, Cancel))).ShouldBe("400-00-014");
        (await ErrorOf(() => operations.GetByUniqueAttributesAsync("shop_db", Named("x"), LineageDirection.Both, 3, Cancel))).ShouldBe("404-00-009");
        (await ErrorOf(() => operations.GetByUniqueAttributesAsync("shop_db", Named("d"), LineageDirection.Both, 3, Cancel))).ShouldBe("404-00-011");
        (await ErrorOf(() => operations.GetOnDemandAsync(db, null, Cancel))).ShouldBe("400-00-100");
    }

    [Fact]
    public async Task Answer_ends_when_it_has_more_relations_than_the_setting()
    {
        await using var shop = await LineageShop.OpenAsync(stores, new LineageOptions { MaxRelations = 10 });
        await LineageShop.PutAsync(shop, [("p", "a", true), .. Enumerable.Range(0, 50).Select(i => ("p", $"b{i}", false))]);

        (await shop.Catalog.Lineage.GetAsync("a", LineageDirection.Output, 3, Cancel)).Relations.Count.ShouldBe(11);
    }

    [Fact]
    public async Task On_demand_limits_the_relations_of_each_entity_and_says_where_there_are_more()
    {
        await using var shop = await LineageShop.OpenAsync(stores, new LineageOptions { OnDemand = true });
        await LineageShop.PutAsync(shop, [.. Enumerable.Range(0, 5).SelectMany(i => new[] { ($"p{i}", "a", true), ($"p{i}", $"b{i}", false) })]);

        var byDefault = await shop.Catalog.Lineage.GetOnDemandAsync("a", null, Cancel);
        var wider = await shop.Catalog.Lineage.GetOnDemandAsync(
            "a", new Dictionary<string, LineageConstraints> { ["a"] = new() { Direction = LineageDirection.Output, OutputRelationsLimit = 4 } }, Cancel);

        byDefault.Relations.Count.ShouldBe(6);
        byDefault.RelationsOnDemand["a"].ShouldBe(new LineageInfoOnDemand { HasMoreOutputs = true, OutputRelationsCount = 3 });
        byDefault.RelationsOnDemand.Count.ShouldBe(1);
        byDefault.LineageOnDemandPayload!["a"].ShouldBe(LineageConstraints.Default);
        wider.Relations.Count.ShouldBe(8);
        (wider.LineageDirection, wider.LineageDepth, wider.LineageOnDemandPayload!["a"].InputRelationsLimit).ShouldBe((LineageDirection.Output, 3, 3));
    }

    [Fact]
    public async Task Ten_thousand_nodes_cost_one_round_of_queries_for_each_level()
    {
        const int Levels = 5;
        var options = new LineageOptions { MaxRelations = 100_000 };
        await using var shop = await LineageShop.OpenAsync(stores, options);
        // Each level: 1000 processes that read the data sets of the level before, each writing one data set.
        List<(string, string, bool)> edges = [];
        for (var level = 0; level < Levels; level++)
        {
            for (var i = 0; i < 1000; i++)
            {
                var process = $"p{level}-{i}";
                edges.Add((process, level == 0 ? "start" : $"d{level - 1}-{i}", true));
                edges.Add((process, $"d{level}-{i}", false));
            }
        }
        await LineageShop.PutAsync(shop, edges);
        await using var reader = await shop.OpenReaderAsync();

        var lineage = await shop.Catalog.Lineage.GetAsync(reader, shop.Catalog.Registry, "start", LineageDirection.Both, 0, Cancel);

        lineage.GuidEntityMap.Count.ShouldBe(10_001);
        // The entity itself, its relationships, then for each level one for the processes and one for the data sets, and the headers with their
        // classifications and terms.
        reader.RoundTrips.ShouldBe(1 + 1 + (2 * Levels) + 3);
    }

    private static Dictionary<string, string> Named(string qualifiedName) => new() { ["qualifiedName"] = qualifiedName };

    private static Task<string> ErrorOf(Func<Task> request) => EntityFixture.ErrorOf(request);
}
