using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Makes the short form of entities.</summary>
internal sealed class HeaderBuilder(TypeRegistry types)
{
    /// <param name="withClassifications">Whole classifications, not their names only, as mutation responses and search show them.</param>
    public AtlasEntityHeader Build(StoredEntity entity, bool withClassifications)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        EntityDocument document = entity.Document;
        List<AtlasClassification> classifications = WithStatus(entity);
        return new AtlasEntityHeader
        {
            Guid = entity.Guid,
            TypeName = entity.TypeName,
            Attributes = type.HeaderAttributes
                .ToDictionary(name => name, object? (name) => document.Attributes.GetValueOrDefault(name) ?? ""),
            Status = entity.WireStatus,
            DisplayText = type.DisplayText(document.Attributes),
            ClassificationNames = [.. classifications.Select(classification => classification.TypeName!)],
            Classifications = withClassifications ? classifications : null,
            MeaningNames = [],
            Meanings = [],
            IsIncomplete = document.IsIncomplete ?? false,
            Labels = document.Labels ?? [],
        };
    }

    /// <summary>The classifications of an entity as answers show them; empty when there are none.</summary>
    public static List<AtlasClassification> WithStatus(StoredEntity entity) =>
        [.. (entity.Document.Classifications ?? []).Select(classification => classification with { EntityStatus = entity.WireStatus })];
}
