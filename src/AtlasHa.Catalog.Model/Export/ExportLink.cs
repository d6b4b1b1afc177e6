using Orleans;

namespace AtlasHa.Catalog.Model.Export;

/// <summary>An entity that an exported one is connected with.</summary>
/// <param name="Guid">Of the other entity.</param>
/// <param name="IsOutward">The exported entity is at end 1 of the relationship, or has it in an attribute.</param>
/// <param name="IsProcess">The other entity is a process: following it is following lineage.</param>
[GenerateSerializer, Immutable]
public sealed record ExportLink(string Guid, bool IsOutward, bool IsProcess);
