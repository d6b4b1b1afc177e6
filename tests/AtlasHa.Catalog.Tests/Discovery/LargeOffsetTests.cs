using AtlasHa.Catalog.Discovery;
using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>What has to be sorted to find a page is kept in memory up to the page's end: an offset that asks for all of a large catalogue is refused.</summary>
public sealed class LargeOffsetTests
{
    private const int Batch = 1000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_beyond_what_may_be_kept_is_refused_and_one_before_it_is_given()
    {
        await using var fixture = await EntityFixture.OpenAsync(null, new CatalogOptions { Discovery = new DiscoveryOptions { RelationshipSearch = true } });
        await fixture.DefineAsync("""
            { "entityDefs": [ { "name": "node", "superTypes": [ "DataSet" ], "attributeDefs": [ { "name": "note", "typeName": "string", "isOptional": true } ] } ],
              "relationshipDefs": [ { "name": "link", "relationshipCategory": "ASSOCIATION", "attributeDefs": [ { "name": "note", "typeName": "string", "isOptional": true } ],
                "endDef1": { "type": "node", "name": "out", "cardinality": "SET" }, "endDef2": { "type": "node", "name": "in", "cardinality": "SET" } } ] }
            """);
        await FillAsync(fixture);
        var entities = new SearchParameters { TypeName = "node", SortBy = "note", Limit = 1 };
        var relations = new SearchParameters { RelationshipName = "link", SortBy = "note", Limit = 1 };

        (await EntityFixture.ErrorOf(() => fixture.Discovery.SearchBasicAsync(entities with { Offset = int.MaxValue }, Cancel))).ShouldBe("400-00-029");
        (await EntityFixture.ErrorOf(() => fixture.Discovery.SearchRelationsAsync(relations with { Offset = Limits.MaxSorted }, Cancel))).ShouldBe("400-00-029");
        (await fixture.Discovery.SearchBasicAsync(entities with { Offset = Limits.MaxSorted - 1 }, Cancel)).Entities!.Count.ShouldBe(1);
        (await fixture.Discovery.SearchRelationsAsync(relations with { Offset = Limits.MaxSorted - 1 }, Cancel)).Relations!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Any_offset_may_be_asked_for_where_there_is_little()
    {
        await using var fixture = await SearchFixture.OpenAsync();

        (await fixture.Discovery.SearchBasicAsync(new SearchParameters { TypeName = "table", SortBy = "owner", Offset = int.MaxValue, Limit = 1 }, Cancel))
            .Entities.ShouldBeNull();
    }

    // Past the operations, which would take minutes.
    private static async Task FillAsync(EntityFixture fixture)
    {
        var document = "{}"u8.ToArray();
        for (var from = 0; from <= Limits.MaxSorted; from += Batch)
        {
            await using var writer = await fixture.Store.BeginWriteAsync(1, Cancel);
            var numbers = Enumerable.Range(from, Batch).ToArray();
            await writer.PutEntitiesAsync([.. numbers.Select(i => new EntityRow($"n{i}", "node", EntityRowStatus.Active, "a", "a", i, i, 0, document))], Cancel);
            await writer.PutRelationshipsAsync(
                [.. numbers.Select(i => new RelationshipRow($"l{i}", "link", $"n{i}", $"n{i}", EntityRowStatus.Active, "a", "a", i, i, 0, document))], Cancel);
            await writer.CommitAsync(Cancel);
        }
    }
}
