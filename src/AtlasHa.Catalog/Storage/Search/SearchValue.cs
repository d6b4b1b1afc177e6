namespace AtlasHa.Catalog.Storage.Search;

/// <summary>An entry of the value index: what it stands for is the catalogue's business, the store compares <paramref name="Value"/> byte by byte.</summary>
/// <param name="Partition">Which attribute of entities of which type and status.</param>
/// <param name="Value">At most <see cref="MaxLength"/> bytes, none of them 0xFF in front of eight others.</param>
public sealed record SearchValue(long Partition, byte[] Value)
{
    public const int MaxLength = 256;

    public bool Equals(SearchValue? other) => other is not null && Partition == other.Partition && Value.AsSpan().SequenceEqual(other.Value);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Partition);
        hash.AddBytes(Value);
        return hash.ToHashCode();
    }
}
