using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Entities;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>The order that the value index has, for entities in memory; entities without a value come last, equal ones in order of creation.</summary>
internal sealed class CandidateOrder(SortKey? sort)
{
    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    public IEnumerable<StoredEntity> Sort(IEnumerable<StoredEntity> entities, Func<StoredEntity, Candidate> candidate)
    {
        var keyed = entities.Select(entity => (Entity: entity, Key: sort is null ? null : KeyOf(candidate(entity)))).ToList();
        var byValue = keyed.OrderBy(item => item.Key is null);
        byValue = sort?.Descending == true ? byValue.ThenByDescending(item => item.Key ?? [], ByBytes) : byValue.ThenBy(item => item.Key ?? [], ByBytes);
        return byValue.ThenBy(item => item.Entity.CreateTime).ThenBy(item => item.Entity.Guid, StringComparer.Ordinal).Select(item => item.Entity);
    }

    // Of several values the first one decides.
    private byte[]? KeyOf(Candidate candidate)
    {
        var value = sort!.Attribute.Read(candidate);
        return ValueCodec.Encode(value is IReadOnlyList<object?> list ? list.Count > 0 ? list[0] : null : value);
    }
}
