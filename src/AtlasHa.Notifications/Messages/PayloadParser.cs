using System.Text.Json;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Notifications.Messages;

/// <summary>Reads what is in the envelope: Atlas's HookNotification in both of its versions.</summary>
internal static class PayloadParser
{
    private const string UnknownUser = "UNKNOWN";

    /// <exception cref="MalformedMessageException">It is none of the known kinds, or lacks what its kind needs.</exception>
    public static HookMessage Parse(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new MalformedMessageException($"its message is a JSON {message.ValueKind}, not an object");
        try
        {
            return Read(message);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new MalformedMessageException($"its message cannot be read: {failure.Message}", failure);
        }
    }

    private static HookMessage Read(JsonElement message)
    {
        var type = Text(message, "type") ?? throw new MalformedMessageException("its message has no type");
        // A database's text cannot hold NUL.
        var user = Text(message, "user")?.Replace('\0', '\uFFFD') is { Length: > 0 } name ? name : UnknownUser;
        return type switch
        {
            "ENTITY_CREATE_V2" or "ENTITY_FULL_UPDATE_V2" => Write(user, Member<AtlasEntitiesWithExtInfo>(message, "entities")),
            "ENTITY_PARTIAL_UPDATE_V2" => new HookMessage.Whole(user, new HookChange.PartialUpdate(
                Valid(Member<AtlasObjectId>(message, "entityId")), Quiet(Member<AtlasEntityWithExtInfo>(message, "entity")))),
            "ENTITY_DELETE_V2" => Delete(user, Member<List<AtlasObjectId?>>(message, "entities")),
            "ENTITY_CREATE" or "ENTITY_FULL_UPDATE" => Write(user, Referenceables.ToEntities(Required(message, "entities"))),
            "ENTITY_PARTIAL_UPDATE" => new HookMessage.Whole(
                user, new HookChange.PartialUpdate(Named(message), Quiet(Referenceables.ToEntity(Required(message, "entity"))))),
            "ENTITY_DELETE" => new HookMessage.Whole(user, new HookChange.Delete([Named(message)])),
            "TYPE_CREATE" or "TYPE_UPDATE" => new HookMessage.Nothing($"{type} messages are not processed, as in Atlas"),
            "IMPORT_TYPES_DEF" or "IMPORT_ENTITY" => new HookMessage.Nothing($"{type} messages belong to Atlas's asynchronous import, which is not offered"),
            _ => throw new MalformedMessageException($"its type {(type.Length > 60 ? type[..60] + "..." : type)} is not known"),
        };
    }

    private static HookMessage Write(string user, AtlasEntitiesWithExtInfo all) => all.Entities is not { Count: > 0 } entities
        ? new HookMessage.Nothing("it has no entities")
        : new HookMessage.Whole(user, new HookChange.CreateOrUpdate(new AtlasEntitiesWithExtInfo
        {
            Entities = [.. entities.Select(Quiet)],
            ReferredEntities = all.ReferredEntities?.ToDictionary(pair => pair.Key, pair => Quiet(pair.Value)),
        }));

    private static HookMessage Delete(string user, List<AtlasObjectId?> entities) => entities.Count == 0
        ? new HookMessage.Nothing("it has no entities")
        : new HookMessage.Whole(user, new HookChange.Delete([.. entities.Select(Valid)]));

    private static AtlasEntityWithExtInfo Quiet(AtlasEntityWithExtInfo all) => all with
    {
        Entity = Quiet(all.Entity),
        ReferredEntities = all.ReferredEntities?.ToDictionary(pair => pair.Key, pair => Quiet(pair.Value)),
    };

    /// <summary>Classifications that a hook puts on an entity spread only if it says so, unlike those of users.</summary>
    private static AtlasEntity? Quiet(AtlasEntity? entity) => entity?.Classifications is not { } classifications
        ? entity
        : entity with { Classifications = [.. classifications.Select(each => each?.Propagate is null ? each! with { Propagate = false } : each)] };

    private static AtlasObjectId Valid(AtlasObjectId? entity) => entity is { IsValid: true }
        ? entity
        : throw new MalformedMessageException("it names an entity neither by guid nor by type and unique attributes");

    /// <summary>The entity that version 1 names by one attribute.</summary>
    private static AtlasObjectId Named(JsonElement message) => new()
    {
        TypeName = Text(message, "typeName") ?? throw new MalformedMessageException("its message has no typeName"),
        UniqueAttributes = new Dictionary<string, object?>
        {
            [Text(message, "attribute") ?? throw new MalformedMessageException("its message has no attribute")] = Text(message, "attributeValue"),
        },
    };

    private static T Member<T>(JsonElement message, string name) => AtlasJson.Parse<T>(JsonSerializer.SerializeToUtf8Bytes(Required(message, name)));

    private static JsonElement Required(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : throw new MalformedMessageException($"its message has no {name}");

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
