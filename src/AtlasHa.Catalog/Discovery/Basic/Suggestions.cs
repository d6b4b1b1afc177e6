using System.Text;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Proposes how a text may go on, from the values of one attribute.</summary>
internal static class Suggestions
{
    private const int MaxSuggestions = 5;
    private const int MaxSteps = 100;
    private const string DefaultField = "name";

    /// <summary>Values in order that begin with the prefix; each look at the index goes past all entities with the value found before.</summary>
    public static async ValueTask<List<string>> FindAsync(
        ICatalogReader reader, TypeRegistry types, string? prefix, string? fieldName, CancellationToken cancellationToken)
    {
        List<string> found = [];
        var field = string.IsNullOrWhiteSpace(fieldName) ? DefaultField : fieldName.Split('.')[^1];
        var scope = Scope.Everything(types, excludeDeleted: true);
        if (string.IsNullOrWhiteSpace(prefix) || Attributes.Find(scope, field) is not { IsIndexed: true, IsNumber: false })
            return found;
        var start = Encoding.UTF8.GetBytes(prefix);
        if (start.Length > SearchValue.MaxLength)
            return found;
        var source = new SearchSource.OfValues([.. scope.Slices(field, ValueRange.StartingWith(start))]);
        SearchPosition? after = null;
        for (var step = 0; step < MaxSteps && found.Count < MaxSuggestions; step++)
        {
            var hits = await reader.SearchAsync(source, new SearchPage(after, 0, 1), cancellationToken).ConfigureAwait(false);
            if (hits is not [var hit])
                break;
            found.Add(Encoding.UTF8.GetString(hit.Position.Key));
            after = new SearchPosition(hit.Position.Key, long.MaxValue);
        }
        return found;
    }
}
