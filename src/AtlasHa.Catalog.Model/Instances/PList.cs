namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Atlas's JSON form of a list that could have pages; these are always whole.</summary>
public sealed record PList<T>
{
    public required List<T> List { get; init; }

    public int StartIndex => 0;

    public int PageSize => List.Count;

    public int TotalCount => List.Count;

    public string SortType => "NONE";
}
