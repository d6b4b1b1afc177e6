using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// Makes the relationships of an entity what its relationship attributes in the request say: keeps, creates, replaces and drops them.
/// </summary>
/// <param name="partial">The request is a partial update, in which some attributes add to what is there.</param>
internal sealed class RelationshipMapper(ResolvedRequest request, Mutation mutation, bool partial)
{
    private const string AppendOption = "appendRelationshipsOnPartialUpdate";

    private readonly HashSet<string> _droppedParts = [];

    /// <summary>Entities that were part of another one which has let go of them. Not necessarily without an owner now.</summary>
    public IReadOnlyCollection<string> DroppedParts => _droppedParts;

    /// <summary>
    /// Loads the relationships that the other methods look at: those of the updated entities, and those of entities referred to that can
    /// have only one of the kind.
    /// </summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        var guids = new HashSet<string>();
        foreach (ResolvedEntity entity in request.Entities)
        {
            foreach ((string name, IReadOnlyList<RelationshipReference> references) in entity.Prepared.Relationships)
            {
                guids.Add(entity.Guid);
                if (Candidates(entity, name).Any(candidate => candidate.OtherEndDef.Cardinality == Cardinality.Single))
                    guids.UnionWith(references.Select(reference => request.Find(reference.Target)!));
            }
        }

        guids.ExceptWith(mutation.Changes.Created.Select(entity => entity.Guid));
        await mutation.Graph.LoadRelationshipsAsync(guids, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Relationship attributes in the order in which to apply them: where several relationship types share a name, the others of the
    /// request go first, because they may say which one is meant (a column is in a table's columns or in its partition keys).
    /// </summary>
    public IEnumerable<(ResolvedEntity Entity, string Name)> InOrder() => request.Entities
        .SelectMany(entity => entity.Prepared.Relationships.Keys.Select(name => (Entity: entity, Name: name)))
        .OrderBy(item => Candidates(item.Entity, item.Name).Count > 1);

    /// <summary>True when <see cref="Apply"/> would change something.</summary>
    public bool Differs(ResolvedEntity entity, string name)
    {
        IReadOnlyList<RelationshipReference> wanted = Wanted(entity, name);
        List<StoredRelationship> current = Current(entity, name);
        return wanted.Any(reference => IsNews(reference, Match(entity, reference, current)))
            || Dropped(entity, name, wanted, current).Any();

        bool IsNews(RelationshipReference reference, StoredRelationship? existing) =>
            existing is null || MergedAttributes(entity, name, existing, reference) is not null;
    }

    /// <exception cref="AtlasException">400-00-036 an entity of the wrong type; 404-00-00D bad attributes of the relationship.</exception>
    public void Apply(ResolvedEntity entity, string name)
    {
        IReadOnlyList<RelationshipReference> wanted = Wanted(entity, name);
        List<StoredRelationship> current = Current(entity, name);
        foreach (StoredRelationship relationship in Dropped(entity, name, wanted, current))
            Drop(relationship, entity, name);
        foreach (RelationshipReference reference in wanted)
        {
            if (Match(entity, reference, current) is not { } existing)
                Create(entity, name, reference);
            else if (MergedAttributes(entity, name, existing, reference) is { } attributes)
                mutation.Changes.Update(existing with { Document = existing.Document with { Attributes = attributes } });
        }
    }

    private static IReadOnlyList<RelationshipAttribute> Candidates(ResolvedEntity entity, string name) =>
        entity.Prepared.Type.RelationshipAttributes[name];

    private static bool Leads(StoredRelationship relationship, string from, string to, string? type) =>
        relationship.OtherEnd(from) == to && (type is null || relationship.TypeName == type);

    // A reference to a deleted entity asks for nothing: reads show them, and clients send back what they read.
    private List<RelationshipReference> Wanted(ResolvedEntity entity, string name) =>
        [.. entity.Prepared.Relationships[name]
            .Where(reference => Target(reference).IsActive)
            .DistinctBy(reference => Target(reference).Guid)];

    private StoredEntity Target(RelationshipReference reference) => mutation.Graph.Get(request.Find(reference.Target)!);

    private List<StoredRelationship> Current(ResolvedEntity entity, string name) => [.. mutation.Graph.RelationshipsOf(entity.Guid)
        .Where(relationship => relationship.IsActive)
        .Where(relationship => Candidates(entity, name).Any(candidate => relationship.Is(candidate, entity.Guid)))];

    private StoredRelationship? Match(ResolvedEntity entity, RelationshipReference reference, List<StoredRelationship> current) =>
        current.Find(relationship => Leads(relationship, entity.Guid, Target(reference).Guid, reference.RelationshipType));

    private IEnumerable<StoredRelationship> Dropped(
        ResolvedEntity entity, string name, IReadOnlyList<RelationshipReference> wanted, List<StoredRelationship> current) =>
        Appends(entity, name) || entity.Prepared.Incomplete.Contains(name)
            ? []
            : current.Where(relationship => !wanted.Any(
                reference => Leads(relationship, entity.Guid, Target(reference).Guid, reference.RelationshipType)));

    private bool Appends(ResolvedEntity entity, string name)
    {
        EntityType type = entity.Prepared.Type;
        return partial && Candidates(entity, name)[0].Cardinality != Cardinality.Single
            && (TypeOptions.ParseNames(type.Def.Options?.GetValueOrDefault(AppendOption)).Contains(name)
                || (type.Attributes.TryGetValue(name, out AtlasAttribute? declared) && declared.IsAppendOnPartialUpdate));
    }

    private void Drop(StoredRelationship relationship, ResolvedEntity entity, string name)
    {
        string other = relationship.OtherEnd(entity.Guid);
        mutation.Delete(relationship);
        mutation.Changes.Touch(other);
        if (Candidates(entity, name).First(candidate => relationship.Is(candidate, entity.Guid)).IsOwned)
            _droppedParts.Add(other);
    }

    private void Create(ResolvedEntity entity, string name, RelationshipReference reference)
    {
        StoredEntity other = Target(reference);
        RelationshipAttribute attribute = Choose(entity, name, reference, other);
        Displace(attribute, entity.Guid, other.Guid);

        Dictionary<string, object?> attributes = RelationshipRules.Normalize(attribute.RelationshipType, reference.Attributes);
        (string end1, string end2) = attribute.End == 1 ? (entity.Guid, other.Guid) : (other.Guid, entity.Guid);
        mutation.Changes.Create(attribute.RelationshipType, end1, end2, new RelationshipDocument { Attributes = attributes });
        mutation.Changes.Touch(other.Guid);
    }

    private static RelationshipAttribute Choose(ResolvedEntity entity, string name, RelationshipReference reference, StoredEntity other)
    {
        List<RelationshipAttribute> fitting =
            [.. Candidates(entity, name).Where(candidate => candidate.OtherType.SelfAndSubTypes.Contains(other.TypeName))];
        return fitting.Find(candidate => candidate.RelationshipType.Name == reference.RelationshipType)
            ?? fitting.FirstOrDefault()
            ?? throw new AtlasException(
                AtlasErrorCode.InvalidRelationshipEndType, other.TypeName, Candidates(entity, name)[0].RelationshipType.Name);
    }

    // Where the other end has room for one relationship only, the new one takes the place of the old. The room is that of the attribute
    // there, which several relationship types may share.
    private void Displace(RelationshipAttribute attribute, string guid, string other)
    {
        if (attribute.OtherEndDef.Cardinality != Cardinality.Single)
            return;

        IReadOnlyList<RelationshipAttribute> room = attribute.OtherType.RelationshipAttributes[attribute.OtherEndDef.Name!];
        foreach (StoredRelationship relationship in mutation.Graph.RelationshipsOf(other).Where(relationship => relationship.IsActive))
        {
            string occupant = relationship.OtherEnd(other);
            if (occupant != guid && room.Any(end => relationship.Is(end, other)))
            {
                mutation.Delete(relationship);
                mutation.Changes.Touch(occupant);
            }
        }
    }

    // Null when the reference changes nothing of the relationship.
    private static Dictionary<string, object?>? MergedAttributes(
        ResolvedEntity entity, string name, StoredRelationship relationship, RelationshipReference reference)
    {
        if (reference.Attributes is null)
            return null;

        Dictionary<string, object?> before = relationship.Document.Attributes ?? [];
        var merged = new Dictionary<string, object?>(before);
        foreach ((string key, object? value) in reference.Attributes)
            merged[key] = value;
        RelationshipAttribute attribute = Candidates(entity, name).First(candidate => relationship.Is(candidate, entity.Guid));
        Dictionary<string, object?> after = RelationshipRules.Normalize(attribute.RelationshipType, merged);
        return AttributeValue.Comparer.Equals(before, after) ? null : after;
    }
}
