using System.Text;
using AtlasHa.Catalog.Lineage;
using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Lineage;

/// <summary>Data sets and processes with short names in place of guids, put into the store as rows: a graph of any size is one transaction.</summary>
internal static class LineageShop
{
    public const string Inputs = "dataset_process_inputs";
    public const string Outputs = "process_dataset_outputs";

    private static readonly byte[] NoAttributes = Encoding.UTF8.GetBytes("{}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<EntityFixture> OpenAsync(IStores stores, LineageOptions? options = null) =>
        EntityFixture.OpenAsync(stores, new CatalogOptions { Lineage = options ?? new LineageOptions() });

    /// <param name="edges">Process, data set, and whether the data set is an input.</param>
    /// <param name="prefix">Keeps the graphs of one store apart.</param>
    public static async Task PutAsync(EntityFixture shop, IReadOnlyCollection<(string Process, string DataSet, bool IsInput)> edges, string prefix = "")
    {
        await using var writer = await shop.Store.BeginWriteAsync(1, Cancel);
        var processes = edges.Select(edge => edge.Process).Distinct().Select(name => Entity(prefix + name, "shop_job"));
        var dataSets = edges.Select(edge => edge.DataSet).Distinct().Select(name => Entity(prefix + name, "shop_table"));
        await writer.PutEntitiesAsync([.. processes, .. dataSets], Cancel);
        await writer.PutRelationshipsAsync([.. edges.Select(edge => Edge(edge, prefix))], Cancel);
        await writer.CommitAsync(Cancel);
    }

    /// <summary>Relations as <c>from>to</c>, sorted.</summary>
    public static string[] Steps(AtlasLineageInfo lineage) =>
        [.. lineage.Relations.Select(relation => $"{relation.FromEntityId}>{relation.ToEntityId}").Order(StringComparer.Ordinal)];

    private static EntityRow Entity(string guid, string type) => new(
        guid, type, EntityRowStatus.Active, "ada", "ada", 1, 1, 0,
        Encoding.UTF8.GetBytes($$$"""{"attributes":{"qualifiedName":"{{{guid}}}","name":"{{{guid}}}"}}"""));

    private static RelationshipRow Edge((string Process, string DataSet, bool IsInput) edge, string prefix) => new(
        $"{prefix}{edge.Process}-{(edge.IsInput ? "i" : "o")}-{edge.DataSet}", edge.IsInput ? Inputs : Outputs, prefix + edge.Process, prefix + edge.DataSet,
        EntityRowStatus.Active, "ada", "ada", 1, 1, 0, NoAttributes);
}
