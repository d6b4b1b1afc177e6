using Orleans;

namespace AtlasHa.Catalog.Model.Lineage;

/// <summary>One step in the direction of the data: from a data set to the process that reads it, or from a process to a data set that it writes.</summary>
[GenerateSerializer, Immutable]
public sealed record LineageRelation([property: Id(0)] string FromEntityId, [property: Id(1)] string ToEntityId, [property: Id(2)] string RelationshipId);
