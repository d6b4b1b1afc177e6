using Orleans;

namespace AtlasHa.Catalog.Model.Lineage;

/// <summary>How much of the lineage of one entity is asked for on demand. Absent and zero numbers stand for the defaults.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record LineageConstraints
{
    public const int DefaultLimit = 3;

    public const int DefaultDepth = 3;

    public static LineageConstraints Default { get; } = new LineageConstraints().Complete();

    public LineageDirection? Direction { get; init; }

    /// <summary>Most relations that lead to the entity.</summary>
    public int? InputRelationsLimit { get; init; }

    /// <summary>Most relations that lead away from the entity.</summary>
    public int? OutputRelationsLimit { get; init; }

    /// <summary>Most hops from data set to data set, counted from the entity.</summary>
    public int? Depth { get; init; }

    /// <summary>With the defaults for what is absent or zero.</summary>
    public LineageConstraints Complete() => new()
    {
        Direction = Direction ?? LineageDirection.Both,
        InputRelationsLimit = Or(InputRelationsLimit, DefaultLimit),
        OutputRelationsLimit = Or(OutputRelationsLimit, DefaultLimit),
        Depth = Or(Depth, DefaultDepth),
    };

    private static int Or(int? given, int fallback) => given is null or 0 ? fallback : given.Value;
}
