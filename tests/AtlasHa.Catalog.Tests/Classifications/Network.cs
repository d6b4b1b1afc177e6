using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>Points of <see cref="NetworkModel"/> in a catalogue, and ways to link and classify them.</summary>
internal sealed class Network(EntityFixture fixture) : IAsyncDisposable
{
    private int _created;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public EntityFixture Fixture => fixture;

    public static async Task<Network> OpenAsync(IStores? stores = null)
    {
        var fixture = await EntityFixture.OpenAsync(stores, new CatalogOptions { Deletion = new() { AllowOverride = true } });
        await fixture.DefineAsync(NetworkModel.Json);
        return new Network(fixture);
    }

    /// <summary>The guid of a new node, or gate.</summary>
    public async Task<string> CreateAsync(string typeName = "net_node") => (await fixture.PostAsync($$"""
        { "entity": { "guid": "-1", "typeName": "{{typeName}}", "attributes": { "qualifiedName": "n{{_created++}}" } } }
        """)).GuidAssignments!["-1"];

    /// <summary>Nodes in a row, each linked to the next one.</summary>
    public async Task<string[]> ChainAsync(string link, int count)
    {
        var nodes = new string[count];
        for (var i = 0; i < count; i++)
        {
            nodes[i] = await CreateAsync();
            if (i > 0)
                await LinkAsync(link, nodes[i - 1], nodes[i]);
        }

        return nodes;
    }

    public Task LinkAsync(string link, string from, string to) => fixture.Catalog.Relationships.CreateAsync(
        new AtlasRelationship { TypeName = link, End1 = new() { Guid = from }, End2 = new() { Guid = to } }, EntityFixture.Caller, Cancel);

    public async Task UnlinkAsync(string link, string from, string to)
    {
        string? relationship = null;
        await ChangeAsync(link, from, to, (_, found) => relationship = found.Guid);
        await fixture.Catalog.Relationships.DeleteAsync(relationship!, EntityFixture.Caller, Cancel);
    }

    /// <summary>Deletes an entity for good.</summary>
    public Task DeleteHardAsync(string guid) =>
        fixture.Entities.DeleteAsync([guid], EntityFixture.Caller with { DeleteType = DeleteType.Hard }, Cancel);

    public async Task PurgeAsync(string guid) =>
        (await fixture.Catalog.Purges.PurgeAsync([guid], EntityFixture.Caller, Cancel)).FailedEntities.ShouldBeNull();

    public Task RedirectAsync(string link, string from, string to, PropagateTags? direction) =>
        ChangeAsync(link, from, to, (changes, relationship) => changes.Update(
            relationship with { Document = relationship.Document with { PropagateTags = direction } }));

    /// <summary>Makes these all the tags that do not pass.</summary>
    public Task BlockAsync(string link, string from, string to, params (string TypeName, string Source)[] blocked) =>
        ChangeAsync(link, from, to, (changes, relationship) => changes.Update(relationship with
        {
            Document = relationship.Document with
            {
                BlockedPropagatedClassifications = [.. blocked.Select(tag => new AtlasClassification { TypeName = tag.TypeName, EntityGuid = tag.Source })],
            },
        }));

    public Task TagAsync(string guid, string tag = "net_tag", bool propagate = true, bool removeOnDelete = false) =>
        fixture.ClassifyAsync(guid, $"[ {Json(tag, propagate, removeOnDelete)} ]");

    public Task RetagAsync(string guid, string tag, bool propagate, bool removeOnDelete) => fixture.Catalog.Classifications.UpdateAsync(
        EntityLocator.Of(guid), AtlasJson.Parse<List<AtlasClassification>>($"[ {Json(tag, propagate, removeOnDelete)} ]"), EntityFixture.Caller, Cancel);

    public Task UntagAsync(string guid, string tag = "net_tag", string? source = null) =>
        fixture.Catalog.Classifications.RemoveAsync(EntityLocator.Of(guid), tag, source, EntityFixture.Caller, Cancel);

    public Task<string[]> TagsAsync(string guid) => fixture.TagsAsync(guid);

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    private static string Json(string tag, bool propagate, bool removeOnDelete) => $$"""
        { "typeName": "{{tag}}", "propagate": {{(propagate ? "true" : "false")}}, "removePropagationsOnEntityDelete": {{(removeOnDelete ? "true" : "false")}} }
        """;

    private Task ChangeAsync(string link, string from, string to, Action<EntityChanges, StoredRelationship> change) =>
        fixture.ChangeAsync(async (graph, changes) =>
        {
            await graph.LoadRelationshipsAsync([from], Cancel);
            change(changes, graph.RelationshipsOf(from).Single(relationship =>
                relationship.IsActive && relationship.TypeName == link && relationship.End1Guid == from && relationship.End2Guid == to));
        });
}
