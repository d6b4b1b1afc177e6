namespace AtlasHa.Catalog.Storage;

/// <summary>What the events of an entity are ordered by; events that are equal in it are in the order in which they happened.</summary>
public enum AuditOrder
{
    Id,
    User,
    Action,
    Time,
}
