using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Types;

/// <summary>A planned change: the registry that it leads to, and the types that are new or different in it.</summary>
internal sealed record TypeChange(TypeRegistry Registry, IReadOnlyList<string> Names)
{
    /// <summary>The changed definitions as they are answered.</summary>
    public AtlasTypesDef Answer() =>
        AtlasTypesDef.Of([.. Names.Select(name => Registry.TryGet(name, out var type) ? TypeQueries.DefOf(type) : Registry.StoredDef(name))]);

    /// <summary>The changed definitions as they are stored.</summary>
    public IReadOnlyCollection<TypeDefRow> Rows() => [.. Names.Select(Registry.StoredDef).Select(ToRow)];

    /// <summary>Reads a definition back from its row.</summary>
    public static AtlasBaseTypeDef FromRow(TypeDefRow row) => Enum.Parse<TypeCategory>(row.Category) switch
    {
        TypeCategory.Enum => AtlasJson.Parse<AtlasEnumDef>(row.Json),
        TypeCategory.Struct => AtlasJson.Parse<AtlasStructDef>(row.Json),
        TypeCategory.Classification => AtlasJson.Parse<AtlasClassificationDef>(row.Json),
        TypeCategory.Entity => AtlasJson.Parse<AtlasEntityDef>(row.Json),
        TypeCategory.Relationship => AtlasJson.Parse<AtlasRelationshipDef>(row.Json),
        TypeCategory.BusinessMetadata => AtlasJson.Parse<AtlasBusinessMetadataDef>(row.Json),
        _ => throw new InvalidDataException($"stored type {row.Name} has unknown category {row.Category}"),
    };

    private static TypeDefRow ToRow(AtlasBaseTypeDef def) => new(def.Guid!, def.Name!, def.Category.ToString(), AtlasJson.Write<object>(def));
}
