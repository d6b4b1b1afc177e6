using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Checks the attributes of a relationship and brings them into normal form.</summary>
internal static class RelationshipRules
{
    /// <exception cref="AtlasException">404-00-00D with every message.</exception>
    public static Dictionary<string, object?> Normalize(RelationshipType type, IReadOnlyDictionary<string, object?>? given)
    {
        IReadOnlyDictionary<string, object?> attributes = given ?? new Dictionary<string, object?>();
        var messages = new List<string>();
        type.ValidateAttributes(attributes, type.Name, messages);
        return messages.Count == 0 && type.TryNormalizeAttributes(attributes, partial: false, out Dictionary<string, object?> normalized)
            ? normalized
            : throw new AtlasException(AtlasErrorCode.RelationshipCrudInvalidParams, $"[{string.Join(", ", messages)}]");
    }
}
