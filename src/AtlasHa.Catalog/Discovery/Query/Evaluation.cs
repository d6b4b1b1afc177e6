using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Entities;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Tests predicates on entities: what decides in the end, whatever an index has found.</summary>
internal static class Evaluation
{
    public static bool Holds(Predicate predicate, Candidate candidate) => predicate switch
    {
        Predicate.All all => all.Parts.All(part => Holds(part, candidate)),
        Predicate.Any any => any.Parts.Any(part => Holds(part, candidate)),
        Predicate.Not not => !Holds(not.Inner, candidate),
        Predicate.Test test => Values.Matches(test.Attribute.Read(candidate), test.Comparison, test.Operands),
        Predicate.Computed computed => computed.Right(candidate) is { } right && Values.Matches(computed.Left(candidate), computed.Comparison, [right]),
        Predicate.Classified classified => IsClassified(classified, candidate),
        Predicate.Worded worded => WordMatch.Matches(worded.Query, [.. SearchRows.Words(candidate.Entity, candidate.Type)]),
        Predicate.AttributeWorded worded => WordMatch.Matches(worded.Query, [.. SearchRows.WordsOf(candidate.Attribute(worded.Attribute))]),
        Predicate.OneOf oneOf => oneOf.Guids.Contains(candidate.Entity.Guid),
        Predicate.Related related => candidate.Related(related.Reference).Any(other => Holds(related.Inner, other)),
        Predicate.OfType type => type.TypeNames.Contains(candidate.Entity.TypeName),
        _ => throw new ArgumentException($"unknown predicate {predicate}", nameof(predicate)),
    };

    /// <summary>Loads what the predicate looks at beside the entities themselves.</summary>
    public static async ValueTask LoadAsync(
        Predicate predicate, IReadOnlyCollection<StoredEntity> entities, Surroundings surroundings, CancellationToken cancellationToken)
    {
        switch (predicate)
        {
            case Predicate.All or Predicate.Any:
                foreach (var part in (predicate as Predicate.All)?.Parts ?? ((Predicate.Any)predicate).Parts)
                    await LoadAsync(part, entities, surroundings, cancellationToken).ConfigureAwait(false);
                break;
            case Predicate.Not not:
                await LoadAsync(not.Inner, entities, surroundings, cancellationToken).ConfigureAwait(false);
                break;
            case Predicate.Test { Attribute.NeedsClassifications: true }:
                await surroundings.LoadClassificationsAsync(entities, withSources: false, cancellationToken).ConfigureAwait(false);
                break;
            case Predicate.Classified classified:
                await surroundings.LoadClassificationsAsync(entities, classified.Filter is not null, cancellationToken).ConfigureAwait(false);
                break;
            case Predicate.Related related:
                var others = await surroundings.LoadRelatedAsync(entities, related.Reference, cancellationToken).ConfigureAwait(false);
                await LoadAsync(related.Inner, others, surroundings, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private static bool IsClassified(Predicate.Classified classified, Candidate candidate)
    {
        if (classified.Filter is null)
            return candidate.ClassificationNames.Any(name => classified.Names?.Contains(name) ?? true) != classified.Negated;
        return candidate.Classifications.Any(tagged =>
            (classified.Names?.Contains(tagged.Classification.TypeName!) ?? true) && classified.Filter(tagged)) != classified.Negated;
    }
}
