using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>An attribute that can be compared, sorted by and shown.</summary>
/// <param name="name">As users write it.</param>
/// <param name="type">What its values are.</param>
/// <param name="read">Its value of an entity, a list when it has several.</param>
internal sealed class SearchAttribute(string name, AtlasType type, Func<Candidate, object?> read)
{
    public string Name { get; } = name;

    public AtlasType Type { get; } = type;

    /// <summary>The value index has its values for every type that has the attribute.</summary>
    public bool IsIndexed { get; init; }

    /// <summary>Its values come from the classifications of the entity, which have to be loaded.</summary>
    public bool NeedsClassifications { get; init; }

    public AtlasType ElementType => Type is ArrayType array ? array.Element : Type;

    public bool IsNumber => ElementType is PrimitiveType { IsString: false };

    public object? Read(Candidate candidate) => read(candidate);
}
