using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Makes the short form of entities whose classifications are loaded.</summary>
/// <param name="graph">Its loaded relationships say which glossary terms the entities are assigned to.</param>
internal sealed class HeaderBuilder(EntityGraph graph, TypeRegistry types)
{
    /// <param name="withClassifications">Whole classifications, not their names only, as mutation responses and search show them.</param>
    public AtlasEntityHeader Build(StoredEntity entity, bool withClassifications)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        EntityDocument document = entity.Document;
        List<AtlasClassification> classifications = graph.Classifications.Shown(entity.Guid);
        List<AtlasTermAssignmentHeader> meanings = Meanings.Of(entity.Guid, graph);
        return new AtlasEntityHeader
        {
            Guid = entity.Guid,
            TypeName = entity.TypeName,
            Attributes = type.HeaderAttributes
                .ToDictionary(name => name, object? (name) => document.Attributes.GetValueOrDefault(name) ?? ""),
            Status = entity.WireStatus,
            DisplayText = type.DisplayText(document.Attributes),
            ClassificationNames = [.. classifications.Select(classification => classification.TypeName!).Distinct()],
            Classifications = withClassifications ? classifications : null,
            MeaningNames = [.. meanings.Select(meaning => meaning.DisplayText ?? "")],
            Meanings = meanings,
            IsIncomplete = document.IsIncomplete ?? false,
            Labels = document.Labels ?? [],
        };
    }
}
