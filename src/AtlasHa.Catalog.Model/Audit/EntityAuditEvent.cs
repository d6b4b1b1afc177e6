using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Audit;

/// <summary>One event in the life of an entity. Null members are written too, as Atlas does here.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record EntityAuditEvent
{
    public required string EntityId { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public required long Timestamp { get; init; }

    public required string User { get; init; }

    public required EntityAuditAction Action { get; init; }

    /// <summary>A few words, followed by JSON of what is new where there is any.</summary>
    public required string Details { get; init; }

    /// <summary>Where a listing can be taken up again.</summary>
    public required string EventKey { get; init; }

    /// <summary>Always null: what is kept of the entity is in <see cref="Details"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public AtlasEntity? Entity { get; init; }

    public string Type { get; init; } = "ENTITY_AUDIT_V2";
}
