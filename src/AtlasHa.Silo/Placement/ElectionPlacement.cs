using Orleans.Placement;
using Orleans.Runtime;

namespace AtlasHa.Silo.Placement;

/// <summary>Places a grain where the election's record says: the active's silo, or the silo of the instance named by the key.</summary>
[GenerateSerializer, Immutable]
public sealed class ElectionPlacement : PlacementStrategy
{
    /// <summary>Name of the grain directory that goes with this placement.</summary>
    public const string DirectoryName = "election";
}

/// <summary>Marks a grain class as placed by the election.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ElectionPlacementAttribute() : PlacementAttribute(new ElectionPlacement());
