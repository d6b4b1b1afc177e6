using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>Plans the update of types: finds each definition, merges what was sent into it and checks that only allowed things change.</summary>
internal static class TypeUpdate
{
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <exception cref="AtlasException">The request is refused as a whole.</exception>
    public static TypeChange Plan(TypeRegistry current, AtlasTypesDef request, string user, long now)
    {
        var merged = request.All().Select(def => Merge(Locate(current, def), def, user, now)).ToList();
        var registry = current.With(merged);
        foreach (var def in merged)
        {
            var updated = registry.StoredDef(def.Name!);
            TypeUpdateRules.Check(current.StoredDef(def.Name!), updated);
            TypeDefRules.Check(updated);
        }
        return new TypeChange(registry, [.. merged.Select(def => def.Name!).Distinct(StringComparer.Ordinal)]);
    }

    private static AtlasType Locate(TypeRegistry current, AtlasBaseTypeDef def)
    {
        var byGuid = !string.IsNullOrWhiteSpace(def.Guid);
        var type = byGuid ? TypeQueries.ByGuid(current, def.Guid!) : TypeQueries.ByName(current, def.Name);
        if (type.Category != def.Category)
            throw new AtlasException(AtlasErrorCode.TypeMatchFailed, type.Name, def.Category.WireName());
        if (byGuid && !string.IsNullOrWhiteSpace(def.Name) && def.Name != type.Name)
            throw def is AtlasRelationshipDef
                ? new AtlasException(AtlasErrorCode.RelationshipdefInvalidNameUpdate, def.Guid, type.Name, def.Name)
                : new AtlasException(AtlasErrorCode.BadRequest, $"type {type.Name} with guid {def.Guid} cannot be renamed to {def.Name}");
        return type;
    }

    private static AtlasBaseTypeDef Merge(AtlasType type, AtlasBaseTypeDef def, string user, long now)
    {
        var stored = TypeQueries.DefOf(type);
        var merged = def with
        {
            Guid = stored.Guid,
            Name = stored.Name,
            CreatedBy = stored.CreatedBy,
            CreateTime = stored.CreateTime,
            UpdatedBy = user,
            UpdateTime = now,
            Version = (stored.Version ?? 0) + 1,
            Description = KeepIfBlank(def.Description, stored.Description),
            TypeVersion = KeepIfBlank(def.TypeVersion, stored.TypeVersion),
            ServiceType = KeepIfBlank(def.ServiceType, stored.ServiceType),
        };
        return type is EntityType entity ? MergeEntity(entity, (AtlasEntityDef)merged) : merged;
    }

    // An attribute that exists as the legacy end of a relationship must not come to be declared a second time.
    private static AtlasEntityDef MergeEntity(EntityType type, AtlasEntityDef merged) => merged with
    {
        AttributeDefs = merged.AttributeDefs?.FindAll(attribute => attribute.Name is null || type.Attributes.ContainsKey(attribute.Name)
            || !(type.RelationshipAttributes.GetValueOrDefault(attribute.Name)?.Any(end => end.IsLegacy) ?? false)),
        AttributeDefOverrides = merged.AttributeDefOverrides ?? type.Def.AttributeDefOverrides,
    };

    private static string? KeepIfBlank(string? value, string? stored) => string.IsNullOrWhiteSpace(value) ? stored : value;
}
