using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Outbox;

/// <summary>The short form of an entity that messages show. Its classifications are loaded.</summary>
internal sealed class NotificationHeaders(EntityGraph graph, TypeRegistry types)
{
    public AtlasEntityHeader Build(StoredEntity entity)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        List<AtlasClassification> classifications = [.. graph.Classifications.Shown(entity.Guid).SelectMany(WithSuperTypes)];
        return new AtlasEntityHeader
        {
            TypeName = entity.TypeName,
            Guid = entity.Guid,
            Status = entity.WireStatus,
            IsIncomplete = entity.Document.IsIncomplete ?? false,
            DisplayText = type.DisplayText(entity.Document.Attributes),
            Attributes = type.NotificationAttributes
                .Where(name => entity.Document.Attributes.GetValueOrDefault(name) is not null)
                .ToDictionary(name => name, name => entity.Document.Attributes[name]),
            Classifications = classifications,
            ClassificationNames = [.. classifications.Select(classification => classification.TypeName!)],
        };
    }

    /// <summary>A classification, then one for each of its supertypes with the attributes that those have: whoever asks for a supertype finds it.</summary>
    private IEnumerable<AtlasClassification> WithSuperTypes(AtlasClassification classification)
    {
        yield return classification;
        if (!types.TryGet(classification.TypeName!, out AtlasType? found) || found is not ClassificationType type)
            yield break;
        foreach (string name in type.SelfAndSuperTypes.Where(name => name != type.Name).Order(StringComparer.Ordinal))
        {
            if (types.TryGet(name, out AtlasType? super) && super is ClassificationType superType)
                yield return classification with
                {
                    TypeName = name,
                    Attributes = classification.Attributes?.Where(pair => superType.Attributes.ContainsKey(pair.Key)).ToDictionary(),
                };
        }
    }
}
