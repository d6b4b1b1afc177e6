namespace AtlasHa.Catalog.Storage;

/// <summary>Which events of an entity to read, and in which order.</summary>
/// <param name="Action">Only events of this kind; null for all.</param>
/// <param name="NotAfter">Only the event with this id and older ones; null for all.</param>
/// <param name="Order">What they are ordered by.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Offset">How many to pass over.</param>
/// <param name="Count">How many to read at most.</param>
public sealed record AuditFilter(string? Action, long? NotAfter, AuditOrder Order, bool Descending, int Offset, int Count);
