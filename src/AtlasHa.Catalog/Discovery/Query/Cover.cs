using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Where every entity of a query is to be found: in one of the sources or among the guids, with others that the query does not want.</summary>
internal sealed record Cover(IReadOnlyList<SearchSource> Sources, IReadOnlyCollection<string> Guids)
{
    public static Cover Of(SearchSource source) => new([source], []);

    public Cover With(Cover other) => new([.. Sources, .. other.Sources], [.. Guids, .. other.Guids]);
}
