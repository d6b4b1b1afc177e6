namespace AtlasHa.Catalog.Storage.Search;

/// <summary>Where a search takes its entities from, in an order of its own.</summary>
public abstract record SearchSource
{
    /// <summary>Entities of exactly these types and statuses, in order of creation.</summary>
    public sealed record OfTypes(IReadOnlyList<TypeSlice> Slices) : SearchSource;

    /// <summary>Entities with a value in one of the slices, in order of the values, then of creation; once for each of their values.</summary>
    public sealed record OfValues(IReadOnlyList<ValueSlice> Slices, bool Descending = false) : SearchSource;

    /// <summary>Entities whose words match, in order of creation.</summary>
    public sealed record OfWords(WordQuery Query, EntityLimits Limits) : SearchSource;

    /// <summary>Entities with one of these classifications, put on them or spread to them, in order of their guids.</summary>
    public sealed record OfClassifications(IReadOnlyList<string> TypeNames, EntityLimits Limits) : SearchSource;
}

/// <summary>Entities of exactly one type in one status.</summary>
public sealed record TypeSlice(string TypeName, EntityRowStatus Status);

/// <summary>A range of one partition of the value index.</summary>
public sealed record ValueSlice(long Partition, ValueRange Range);

/// <summary>Which entities count; null for all types, or for every status.</summary>
public sealed record EntityLimits(IReadOnlyList<string>? TypeNames, EntityRowStatus? Status);
