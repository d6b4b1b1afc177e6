using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>
/// A read of one entity, named by its guid or by type and unique attributes. Equal questions have equal answers at the same moment.
/// </summary>
/// <param name="Guid">The entity, deleted or not; null when it is named otherwise.</param>
/// <param name="TypeName">The type of the entity, or a supertype of it.</param>
/// <param name="Unique">Its unique attributes; it is active.</param>
/// <param name="Options">How much of it; null for its header (<see cref="AtlasEntityHeader"/>).</param>
[GenerateSerializer, Immutable]
public readonly record struct EntityQuestion(
    [property: Id(0)] string? Guid,
    [property: Id(1)] string? TypeName,
    [property: Id(2)] UniqueAttributes? Unique,
    [property: Id(3)] EntityReadOptions? Options)
{
    public static EntityQuestion ByGuid(string guid, EntityReadOptions? options) => new(guid, null, null, options);

    public static EntityQuestion ByUniqueAttributes(string typeName, IReadOnlyDictionary<string, string> unique, EntityReadOptions? options) =>
        new(null, typeName, new UniqueAttributes(unique), options);
}
