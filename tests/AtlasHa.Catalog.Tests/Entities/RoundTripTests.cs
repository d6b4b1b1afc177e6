using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class RoundTripTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_costs_as_many_round_trips_for_many_parts_as_for_few()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var few = await shop.CreateTableAsync("few", "a");
        var many = await shop.CreateTableAsync("many", [.. Enumerable.Range(0, 50).Select(i => $"c{i}")]);

        var cost = await CountAsync(shop, few["-1"], parts: 1);

        cost.ShouldBeGreaterThan(0);
        (await CountAsync(shop, many["-1"], parts: 50)).ShouldBe(cost);
    }

    [Fact]
    public async Task Resolution_costs_as_many_round_trips_for_many_entities_as_for_few()
    {
        await using var shop = await EntityFixture.OpenAsync();
        for (var i = 0; i < 20; i += 2)
            await shop.CreateAsync("shop_db", $"d{i}");

        var cost = await CountAsync(shop, entities: 2);

        cost.ShouldBeGreaterThan(0);
        (await CountAsync(shop, entities: 20)).ShouldBe(cost);
    }

    private static async Task<int> CountAsync(EntityFixture shop, string guid, int parts)
    {
        await using var reader = await shop.OpenReaderAsync();
        var answer = await new EntityRetriever(reader, shop.Catalog.Registry).GetAsync([guid], EntityReadOptions.Default, Cancel);
        answer.ReferredEntities!.Count.ShouldBe(parts);
        return reader.RoundTrips;
    }

    private static async Task<int> CountAsync(EntityFixture shop, int entities)
    {
        await using var reader = await shop.OpenReaderAsync();
        var request = new AtlasEntitiesWithExtInfo
        {
            Entities = [.. Enumerable.Range(0, entities).Select(i => new AtlasEntity
            {
                Guid = $"-{i + 1}", TypeName = "shop_db", Attributes = new() { ["qualifiedName"] = $"d{i}", ["name"] = $"d{i}" },
            })],
        };
        var types = shop.Catalog.Registry;
        var resolver = new ReferenceResolver(EntityDiscovery.Of(RequestEntities.Of(request), types), types, new EntityGraph(reader));
        var resolved = await resolver.ResolveAsync(new Dictionary<string, string>(), Cancel);
        resolved.Entities.Count(entity => entity.IsNew).ShouldBe(entities / 2);
        return reader.RoundTrips;
    }
}
