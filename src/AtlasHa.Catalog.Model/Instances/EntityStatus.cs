namespace AtlasHa.Catalog.Model.Instances;

/// <summary>State of an entity or relationship. Deleted ones stay readable by guid until they are purged.</summary>
public enum EntityStatus
{
    Active,
    Deleted,
    Purged,
}

/// <summary>The spelling of <see cref="EntityStatus"/> inside attribute values, the same as that of JSON members.</summary>
public static class EntityStatusNames
{
    public static string ToWire(this EntityStatus status) => status switch
    {
        EntityStatus.Active => "ACTIVE",
        EntityStatus.Deleted => "DELETED",
        EntityStatus.Purged => "PURGED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "not a status"),
    };

    /// <summary>Null when the text is no status.</summary>
    public static EntityStatus? Parse(string? text) => text switch
    {
        "ACTIVE" => EntityStatus.Active,
        "DELETED" => EntityStatus.Deleted,
        "PURGED" => EntityStatus.Purged,
        _ => null,
    };
}
