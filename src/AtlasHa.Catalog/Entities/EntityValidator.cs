using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Holds entities of a request against their types and brings their attributes into normal form.</summary>
internal static class EntityValidator
{
    /// <summary>Checks all entities before it complains, so that one answer names all that is wrong.</summary>
    /// <param name="partial">Mandatory attributes may be left out, but not cleared.</param>
    /// <exception cref="AtlasException">404-00-007 with every message; 400-00-08C to 090 for labels and custom attributes.</exception>
    public static void ValidateAndNormalize(IReadOnlyList<PreparedEntity> entities, bool partial)
    {
        var messages = new List<string>();
        foreach (PreparedEntity entity in entities)
        {
            ValidateAttributes(entity, partial || entity.IsShell, messages);
            ValidateRelationships(entity, partial || entity.IsShell, messages);
            LabelRules.Check(entity.Source.Labels);
            CustomAttributeRules.Check(entity.Source.CustomAttributes);
        }

        ThrowIfAny(messages);
        foreach (PreparedEntity entity in entities)
        {
            if (!entity.Type.TryNormalizeAttributes(entity.Given, partial: true, out Dictionary<string, object?> attributes))
                ThrowIfAny([$"{entity.Type.Name}: an attribute has a value that does not fit its type"]);
            entity.Attributes = attributes;
        }
    }

    /// <summary>Throws 404-00-007 when there are messages.</summary>
    public static void ThrowIfAny(List<string> messages)
    {
        if (messages.Count > 0)
            throw new AtlasException(AtlasErrorCode.InstanceCrudInvalidParams, $"[{string.Join(", ", messages)}]");
    }

    // A legacy relationship attribute is declared too, so that its declaration counts as well.
    private static void ValidateAttributes(PreparedEntity entity, bool partial, List<string> messages)
    {
        var values = new Dictionary<string, object?>(entity.Given);
        foreach ((string name, object? value) in entity.GivenRelationships)
        {
            if (entity.Type.Attributes.ContainsKey(name))
                values[name] = value;
        }

        entity.Type.ValidateAttributes(values, entity.Type.Name, messages, partial);
    }

    private static void ValidateRelationships(PreparedEntity entity, bool partial, List<string> messages)
    {
        foreach ((string name, IReadOnlyList<RelationshipAttribute> candidates) in entity.Type.RelationshipAttributes)
        {
            if (entity.Type.Attributes.ContainsKey(name))
                continue;

            string path = $"{entity.Type.Name}.{name}";
            bool given = entity.GivenRelationships.TryGetValue(name, out object? value);
            bool isSet = candidates[0].Cardinality != Cardinality.Single;
            if (value is null)
            {
                if ((given || !partial) && candidates.All(candidate => candidate.IsMandatory))
                    messages.Add($"{path}: mandatory attribute value missing in type {entity.Type.Name}");
            }
            else if (value is IReadOnlyList<object?> != isSet)
            {
                string expected = isSet ? $"array<{candidates[0].OtherType.Name}>" : candidates[0].OtherType.Name;
                messages.Add($"{path}={AttributeValue.ToText(value)}: invalid value for type {expected}");
            }
        }
    }
}
