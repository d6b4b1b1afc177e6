using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Client.Hosting;
using AtlasHa.Client.Http;
using AtlasHa.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AtlasHa.Client.Tests.Http;

/// <summary>What searches and requests about the graph look like on the wire.</summary>
public sealed class SearchRequestsTests
{
    private static readonly Dictionary<string, string> Unique = new() { ["qualifiedName"] = "a b" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Searches_are_sent_as_the_contract_says_and_their_answers_are_read()
    {
        var related = new RelatedSearchParameters { Guid = "g", Relation = "columns", Attributes = ["x", "y"], SortOrder = SortOrder.Descending, GetApproximateCount = true, Limit = 5 };
        await using var instance = new StubInstance(_ => new StubAnswer(
            200, """{ "queryType": "BASIC", "approximateCount": 1, "entities": [ { "guid": "g1", "displayText": "one" } ], "suggestions": [ "s" ] }"""));
        await using var provider = Provide(instance.Url);
        var client = provider.GetRequiredService<IAtlasHttpClient>();

        (await client.SearchBasicAsync(new SearchParameters { TypeName = "DataSet", Limit = 3 }, Cancel)).Entities!.Single().DisplayText.ShouldBe("one");
        (await client.SearchDslAsync("from t where x = 1", limit: 10, cancellationToken: Cancel)).ApproximateCount.ShouldBe(1);
        await client.SearchFullTextAsync("a&b", excludeDeletedEntities: true, offset: 2, cancellationToken: Cancel);
        await client.SearchByAttributeAsync("DataSet", attributeName: null, "pre", cancellationToken: Cancel);
        await client.SearchQuickAsync(new QuickSearchParameters { Query = "q" }, Cancel);
        (await client.SuggestAsync("s", "name", Cancel)).Suggestions.ShouldBe(["s"]);
        await client.SearchRelatedAsync(related, Cancel);

        instance.Requests.Select(request => $"{request.Method} {request.Path["/api/atlas/v2/search/".Length..]}").ShouldBe(
        [
            "POST basic", "GET dsl?query=from%20t%20where%20x%20%3D%201&limit=10", "GET fulltext?query=a%26b&excludeDeletedEntities=true&offset=2",
            "GET attribute?attrValuePrefix=pre&typeName=DataSet", "POST quick", "GET suggestions?prefixString=s&fieldName=name",
            "GET relationship?guid=g&relation=columns&attributes=x&attributes=y&sortOrder=DESCENDING&getApproximateCount=true&limit=5",
        ]);
        instance.Requests.First().Body.ShouldContain("\"typeName\":\"DataSet\"");
    }

    [Fact]
    public async Task Lineage_and_relationships_are_sent_as_the_contract_says()
    {
        await using var instance = new StubInstance(request => request.Method == "DELETE"
            ? new StubAnswer(204)
            : new StubAnswer(200, """{ "baseEntityGuid": "g", "guid": "r1", "typeName": "t", "relationship": { "guid": "r1" } }"""));
        await using var provider = Provide(instance.Url);
        var client = provider.GetRequiredService<IAtlasHttpClient>();

        (await client.GetLineageAsync("g", LineageDirection.Input, depth: 0, Cancel)).BaseEntityGuid.ShouldBe("g");
        await client.GetLineageByUniqueAttributesAsync("DataSet", Unique, cancellationToken: Cancel);
        (await client.CreateRelationshipAsync(new AtlasRelationship { TypeName = "t" }, "mine", Cancel)).Guid.ShouldBe("r1");
        await client.UpdateRelationshipAsync(new AtlasRelationship { Guid = "r1" }, cancellationToken: Cancel);
        (await client.GetRelationshipAsync("r1", extendedInfo: true, Cancel)).Relationship!.Guid.ShouldBe("r1");
        await client.DeleteRelationshipAsync("r1", cancellationToken: Cancel);

        instance.Requests.Select(request => $"{request.Method} {request.Path["/api/atlas/v2/".Length..]}").ShouldBe(
        [
            "GET lineage/g?direction=INPUT&depth=0", "GET lineage/uniqueAttribute/type/DataSet?attr%3AqualifiedName=a%20b&direction=BOTH&depth=3",
            "POST relationship", "PUT relationship", "GET relationship/guid/r1?extendedInfo=true", "DELETE relationship/guid/r1",
        ]);
        instance.Requests.ElementAt(2).RequestId.ShouldBe("mine");
    }

    private static ServiceProvider Provide(Uri instance) => new ServiceCollection().AddLogging()
        .AddAtlasHaHttpClient(client => client.Instances.Add(instance)).BuildServiceProvider();
}
