using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Entities;

/// <summary>One entity in the value of a relationship attribute, with what the client says of the relationship itself.</summary>
/// <param name="Target">Who is meant.</param>
/// <param name="RelationshipType">Chooses between relationship types that share the attribute name; null leaves it to the types.</param>
/// <param name="Attributes">Attributes of the relationship; null leaves them alone.</param>
/// <param name="IsDeleted">The client repeats a deleted relationship that a read has shown it: nothing is asked for.</param>
internal sealed record RelationshipReference(
    AtlasObjectId Target, string? RelationshipType, IReadOnlyDictionary<string, object?>? Attributes, bool IsDeleted)
{
    /// <summary>The references in a value, which is one reference or a list of them; none in null.</summary>
    /// <exception cref="Model.Errors.AtlasException">400-00-021: a part of the value names no entity.</exception>
    public static IReadOnlyList<RelationshipReference> ParseAll(object? value) => value switch
    {
        null => [],
        IReadOnlyList<object?> list => [.. list.Where(item => item is not null).Select(Parse)],
        _ => [Parse(value)],
    };

    private static RelationshipReference Parse(object? value)
    {
        AtlasObjectId target = ReferenceValues.Parse(value);
        AtlasRelatedObjectId related = AtlasRelatedObjectId.FromValue(value)!;
        return new RelationshipReference(
            target, related.RelationshipType ?? related.RelationshipAttributes?.TypeName, related.RelationshipAttributes?.Attributes,
            related.RelationshipStatus == EntityStatus.Deleted);
    }
}
