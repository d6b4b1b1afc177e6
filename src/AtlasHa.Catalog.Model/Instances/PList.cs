namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Atlas's JSON form of a list that could have pages; whole unless told otherwise.</summary>
public sealed record PList<T>
{
    private readonly int? _totalCount;

    public required List<T> List { get; init; }

    public int StartIndex { get; init; }

    public int PageSize => List.Count;

    public int TotalCount { get => _totalCount ?? List.Count; init => _totalCount = value; }

    public string SortType => "NONE";
}
