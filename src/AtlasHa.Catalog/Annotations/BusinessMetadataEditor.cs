using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Annotations;

/// <summary>Changes the business metadata of loaded entities. What is refused has changed nothing.</summary>
internal sealed class BusinessMetadataEditor(AnnotationWriter writer)
{
    /// <summary>Sets the given attributes; a null removes one.</summary>
    /// <param name="overwrite">What is not given goes.</param>
    /// <exception cref="Model.Errors.AtlasException">404-00-007: not applicable to the type, a bad value, a mandatory one missing.</exception>
    public void Set(StoredEntity entity, IReadOnlyDictionary<string, Dictionary<string, object?>?> given, bool overwrite)
    {
        var current = overwrite ? [] : entity.Document.BusinessAttributes ?? [];
        Apply(entity, BusinessMetadataRules.Merge(current, given, writer.Types.GetEntityType(entity.TypeName)));
    }

    /// <summary>Removes the named attributes; all of a business metadata when none is named.</summary>
    /// <exception cref="Model.Errors.AtlasException">404-00-007: not applicable to the type, or a mandatory one would be missing.</exception>
    public void Remove(StoredEntity entity, IReadOnlyDictionary<string, Dictionary<string, object?>?> given)
    {
        Dictionary<string, Dictionary<string, object?>?> current = new(entity.Document.BusinessAttributes ?? []);
        EntityType type = writer.Types.GetEntityType(entity.TypeName);
        BusinessMetadataRules.CheckApplicable(given, type);
        foreach (string whole in given.Where(item => item.Value is not { Count: > 0 }).Select(item => item.Key))
            current.Remove(whole);
        Dictionary<string, Dictionary<string, object?>?> cleared = given
            .Where(item => item.Value is { Count: > 0 } && current.ContainsKey(item.Key))
            .ToDictionary(item => item.Key, item => item.Value?.Keys.ToDictionary(name => name, object? (_) => null));
        Apply(entity, BusinessMetadataRules.Merge(current, cleared, type));
    }

    private void Apply(StoredEntity entity, Dictionary<string, Dictionary<string, object?>?>? after)
    {
        Dictionary<string, Dictionary<string, object?>?> before = entity.Document.BusinessAttributes ?? [];
        string[] changed = [.. before.Keys.Union(after?.Keys ?? Enumerable.Empty<string>())
            .Where(name => !AttributeValue.Comparer.Equals(before.GetValueOrDefault(name), after?.GetValueOrDefault(name)))];
        if (changed.Length == 0)
            return;

        writer.Changes.Annotate(entity with { Document = entity.Document with { BusinessAttributes = after } });
        foreach (string name in changed)
            writer.Changes.Audit.AddJson(
                entity.Guid, EntityAuditAction.BusinessAttributeUpdate, "Updated business attributes: ",
                new AtlasStruct { TypeName = name, Attributes = after?.GetValueOrDefault(name) ?? [] });
    }
}
