using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Finds what glossary terms are assigned to.</summary>
internal static class Terms
{
    public const string TermType = "AtlasGlossaryTerm";
    private const string Assignment = "AtlasGlossarySemanticAssignment";

    /// <summary>The entities that the term with this qualified name is assigned to.</summary>
    /// <exception cref="AtlasException">400-00-06E: no such term.</exception>
    public static async ValueTask<Predicate> AssignedAsync(
        string qualifiedName, ICatalogReader reader, TypeRegistry registry, CancellationToken cancellationToken)
    {
        var found = registry.TryGet<EntityType>(TermType, out var type)
            ? await UniqueAttributeLookup.FindUncheckedAsync(
                reader, type, [new Dictionary<string, string> { ["qualifiedName"] = qualifiedName }], cancellationToken).ConfigureAwait(false)
            : [null];
        return found[0] is { } term
            ? await AssignedAsync([term], reader, cancellationToken).ConfigureAwait(false)
            : throw new AtlasException(AtlasErrorCode.UnknownGlossaryTerm, qualifiedName);
    }

    public static async ValueTask<Predicate> AssignedAsync(IReadOnlyCollection<string> terms, ICatalogReader reader, CancellationToken cancellationToken)
    {
        var relationships = await reader.ReadRelationshipsOfAsync(terms, cancellationToken).ConfigureAwait(false);
        return new Predicate.OneOf(relationships
            .Where(relationship => relationship.TypeName == Assignment && relationship.Status == EntityRowStatus.Active)
            .SelectMany(relationship => new[] { relationship.End1Guid, relationship.End2Guid })
            .Except(terms).ToHashSet(StringComparer.Ordinal));
    }
}
