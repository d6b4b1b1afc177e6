using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>Plans the creation of types.</summary>
internal static class TypeCreation
{
    private const string FirstTypeVersion = "1.0";

    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <exception cref="AtlasException">The request is refused as a whole.</exception>
    public static TypeChange Plan(TypeRegistry current, AtlasTypesDef request, string user, long now)
    {
        var defs = request.All().Select(def => Fill(def, user, now)).ToList();
        CheckNew(current, defs);
        var registry = current.With(defs);
        foreach (var def in defs)
            TypeDefRules.Check(registry.StoredDef(def.Name!));
        return new TypeChange(registry, [.. defs.Select(def => def.Name!)]);
    }

    private static void CheckNew(TypeRegistry current, List<AtlasBaseTypeDef> defs)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var guids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var def in defs)
        {
            if (string.IsNullOrWhiteSpace(def.Name))
                TypeDefRules.CheckName(def);
            if (!names.Add(def.Name!) || current.TryGet(def.Name!, out _) || TypeQueries.IsBuiltIn(def.Name!))
                throw new AtlasException(AtlasErrorCode.TypeAlreadyExists, def.Name);
            if (!guids.Add(def.Guid!) || current.TryGetByGuid(def.Guid!, out _))
                throw new AtlasException(AtlasErrorCode.TypeAlreadyExists, $"{def.Name} with guid {def.Guid}");
        }
    }

    private static AtlasBaseTypeDef Fill(AtlasBaseTypeDef def, string user, long now) => def with
    {
        Guid = string.IsNullOrWhiteSpace(def.Guid) ? Guid.NewGuid().ToString() : def.Guid,
        TypeVersion = string.IsNullOrWhiteSpace(def.TypeVersion) ? FirstTypeVersion : def.TypeVersion,
        Version = def.Version ?? 1,
        CreateTime = def.CreateTime ?? now,
        UpdateTime = def.UpdateTime ?? now,
        CreatedBy = user,
        UpdatedBy = user,
        Description = string.IsNullOrWhiteSpace(def.Description) ? def.Name : def.Description,
        ServiceType = string.IsNullOrEmpty(def.ServiceType) ? null : def.ServiceType,
    };
}
