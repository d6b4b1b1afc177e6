using System.Globalization;
using System.Text;
using AtlasHa.Catalog;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests;

/// <summary>A store whose entities are older than its search index.</summary>
internal static class Indexes
{
    /// <summary>More than are brought into the index at once.</summary>
    private const int Count = 1001;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Data sets called "set 0", "set 1", ...</summary>
    public static EntityRow[] Entities { get; } = [.. Enumerable.Range(0, Count).Select(i => Rows.Entity($"g{i}", "DataSet") with
    {
        Document = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"attributes":{"qualifiedName":"set{{{i}}}@c","name":"set {{{i}}}"}}""")),
    })];

    /// <summary>Brings the core types into the store.</summary>
    public static async Task DefineTypesAsync(ICatalogStore store, long epoch) => await (await OpenAsync(store, epoch)).DisposeAsync();

    /// <summary>Opens a catalogue on the store, and sees that its index has all the entities then and had none before.</summary>
    public static async Task ShouldBeBuiltByOpeningAsync(ICatalogStore store, long epoch)
    {
        (await CountAsync(store, epoch)).ShouldBe((0, 0));

        await using (var catalog = await OpenAsync(store, epoch))
        {
            var found = await catalog.Discovery.SearchByAttributeAsync("name", "set 1000", "DataSet", limit: 0, offset: 0, Token);
            found.Entities!.ShouldHaveSingleItem().Guid.ShouldBe("g1000");
            var sorted = await catalog.Discovery.SearchBasicAsync(new SearchParameters { TypeName = "DataSet", SortBy = "name", Limit = 2, Offset = 1 }, Token);
            sorted.Entities!.Select(entity => entity.DisplayText).ShouldBe(["set 1", "set 10"]);
        }

        (await CountAsync(store, epoch)).ShouldBe((null, Count));
    }

    /// <summary>An index that holds all but the last entity, as it says, gets this one only.</summary>
    public static async Task ShouldBeContinuedByOpeningAsync(ICatalogStore store, long epoch)
    {
        await using (var writer = await store.BeginWriteAsync(epoch, Token))
        {
            var all = await writer.ReadAllEntitiesAsync(0, Count, Token);
            await writer.SetSearchIndexGapAsync(all[^2].Position.Id, Token);
            await writer.CommitAsync(Token);
        }

        await (await OpenAsync(store, epoch)).DisposeAsync();

        (await CountAsync(store, epoch)).ShouldBe((null, 1));
    }

    private static Task<MetadataCatalog> OpenAsync(ICatalogStore store, long epoch) =>
        MetadataCatalog.OpenAsync(store, epoch, new CatalogOptions(), TimeProvider.System, NullLoggerFactory.Instance, Token);

    private static async Task<(long? Gap, int Words)> CountAsync(ICatalogStore store, long epoch)
    {
        await using var reader = await store.OpenReaderAsync(epoch, Token);
        var words = new SearchSource.OfWords(new WordQuery.Phrase(["set"], IsPrefix: false), new EntityLimits(null, null));
        return (await reader.FindSearchIndexGapAsync(Token), await reader.CountAsync(words, int.MaxValue, Token));
    }
}
