using System.Text.Json;

namespace AtlasHa.Catalog.Model.Audit;

/// <summary>What entries of the admin audit tell of.</summary>
public enum AuditOperation
{
    Purge,
    Export,
    Import,
    TypeDefCreate,
    TypeDefUpdate,
    TypeDefDelete,

    /// <summary>A process started; noted when it takes office for the first time.</summary>
    ServerStart,

    /// <summary>An instance took office.</summary>
    ServerStateActive,
}

/// <summary>How the operations are spelled on the wire.</summary>
public static class AuditOperationNames
{
    /// <summary>Such as TYPE_DEF_CREATE.</summary>
    public static string ToWire(this AuditOperation operation) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(operation.ToString());
}
