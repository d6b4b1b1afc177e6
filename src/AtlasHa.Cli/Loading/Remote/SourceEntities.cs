using System.Text.Json;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>What was read of some listed entities.</summary>
internal sealed class SourceEntities
{
    private readonly Dictionary<string, JsonElement> _byGuid = new(StringComparer.Ordinal);

    /// <summary>Those that are there and not deleted, under their guids.</summary>
    public IReadOnlyDictionary<string, JsonElement> ByGuid => _byGuid;

    /// <summary>Those that the source has and does not give.</summary>
    public List<SkippedEntity> Unreadable { get; } = [];

    /// <summary>Takes what is there of others, and not what is not.</summary>
    public void Add(SourceEntities others)
    {
        foreach (var (guid, entity) in others.ByGuid) _byGuid[guid] = entity;
    }

    public void Add(string guid, JsonElement entity)
    {
        var isDeleted = entity.ValueKind != JsonValueKind.Object || (entity.TryGetProperty("status", out var status) && status.ValueEquals("DELETED"));
        if (!isDeleted) _byGuid[guid] = entity;
    }

    /// <summary>Takes what an answer to <c>entity/bulk</c> holds.</summary>
    public void Add(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("entities", out var entities) || entities.ValueKind != JsonValueKind.Array) return;
        foreach (var entity in entities.EnumerateArray())
            if (entity.GetProperty("guid").GetString() is { } guid) Add(guid, entity);
    }
}
