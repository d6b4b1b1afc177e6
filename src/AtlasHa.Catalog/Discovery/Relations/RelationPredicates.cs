using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;

namespace AtlasHa.Catalog.Discovery.Relations;

/// <summary>Filters, which are comparisons joined by and and or, about relationships.</summary>
internal static class RelationPredicates
{
    public static bool Holds(Predicate predicate, StoredRelationship relationship) => predicate switch
    {
        Predicate.All all => all.Parts.All(part => Holds(part, relationship)),
        Predicate.Any any => any.Parts.Any(part => Holds(part, relationship)),
        Predicate.Test test => Values.Matches(RelationAttributes.Read(relationship, test.Attribute), test.Comparison, test.Operands),
        _ => throw new ArgumentException($"{predicate} is not about relationships", nameof(predicate)),
    };

    /// <summary>The guids among which those are of which the predicate holds; null when it does not say.</summary>
    public static IReadOnlySet<string>? GuidsOf(Predicate predicate) => predicate switch
    {
        Predicate.Test { Attribute.Name: RelationAttributes.Guid, Comparison: Comparison.Equal or Comparison.In or Comparison.ContainsAny } test =>
            test.Operands.OfType<string>().ToHashSet(StringComparer.Ordinal),
        Predicate.All all => all.Parts.Select(GuidsOf).FirstOrDefault(guids => guids is not null),
        Predicate.Any any when any.Parts.Select(GuidsOf).ToList() is var parts && parts.TrueForAll(guids => guids is not null) =>
            parts.SelectMany(guids => guids!).ToHashSet(StringComparer.Ordinal),
        _ => null,
    };
}
