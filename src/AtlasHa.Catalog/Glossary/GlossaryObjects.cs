using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Finds, creates and connects glossary objects within one mutation. They are entities; what is let go is removed for good.</summary>
internal sealed class GlossaryObjects(Mutation mutation)
{
    private readonly Dictionary<(string TypeName, string? QualifiedName), string> _created = [];

    public GlossaryLinks Links { get; } = new(mutation.Graph, mutation.Types);

    public GlossaryView View => new(Links);

    /// <summary>The object with this guid, its relationships loaded.</summary>
    /// <exception cref="AtlasException">404-00-005 no such entity; 400-00-00F one of another type.</exception>
    public ValueTask<StoredEntity> GetAsync(string? guid, string typeName, CancellationToken cancellationToken) =>
        GetAsync(mutation.Graph, guid, typeName, cancellationToken);

    /// <inheritdoc cref="GetAsync(string?, string, CancellationToken)"/>
    public static async ValueTask<StoredEntity> GetAsync(
        EntityGraph graph, string? guid, string typeName, CancellationToken cancellationToken)
    {
        StoredEntity found = await GetAloneAsync(graph, guid, typeName, cancellationToken).ConfigureAwait(false);
        await graph.LoadRelationshipsAsync([found.Guid], cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>The object with this guid, without its relationships.</summary>
    /// <inheritdoc cref="GetAsync(string?, string, CancellationToken)"/>
    public static async ValueTask<StoredEntity> GetAloneAsync(
        EntityGraph graph, string? guid, string typeName, CancellationToken cancellationToken)
    {
        await graph.LoadEntitiesAsync([guid ?? ""], cancellationToken).ConfigureAwait(false);
        StoredEntity found = graph.Find(guid ?? "") ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
        return found.TypeName == typeName ? found : throw new AtlasException(AtlasErrorCode.UnexpectedType, typeName, found.TypeName);
    }

    /// <summary>The object of this type with this qualified name, whether it was created here or was there before.</summary>
    public async ValueTask<StoredEntity?> FindAsync(string typeName, string qualifiedName, CancellationToken cancellationToken)
    {
        if (_created.TryGetValue((typeName, qualifiedName), out string? created))
            return mutation.Graph.Find(created);

        UniqueValue[] values = [new(GlossaryTypes.QualifiedName, qualifiedName)];
        UniqueIndex index = await UniqueIndex.LoadAsync(mutation.Graph.Reader, values, cancellationToken).ConfigureAwait(false);
        if (index.Find(mutation.Types.GetEntityType(typeName), values) is not { } guid)
            return null;
        await mutation.Graph.LoadEntitiesAsync([guid], cancellationToken).ConfigureAwait(false);
        await mutation.Graph.LoadRelationshipsAsync([guid], cancellationToken).ConfigureAwait(false);
        return mutation.Graph.Find(guid);
    }

    /// <exception cref="AtlasException">404-00-007: bad attributes.</exception>
    public StoredEntity Create(string typeName, Dictionary<string, object?> attributes)
    {
        var entity = new StoredEntity(
            OrderedGuid.New(), typeName, EntityRowStatus.Active, CreatedBy: null, UpdatedBy: null, CreateTime: 0, UpdateTime: 0, Version: 0,
            new EntityDocument { Attributes = Normalize(typeName, attributes) });
        mutation.Changes.Create(entity);
        _created[(typeName, entity.Document.Attributes[GlossaryTypes.QualifiedName] as string)] = entity.Guid;
        return mutation.Graph.Get(entity.Guid);
    }

    /// <summary>Gives the object these attributes; the others stay.</summary>
    /// <inheritdoc cref="Create"/>
    public void Write(string guid, Dictionary<string, object?> attributes)
    {
        StoredEntity entity = mutation.Graph.Get(guid);
        var merged = new Dictionary<string, object?>(entity.Document.Attributes);
        foreach ((string name, object? value) in attributes)
            merged[name] = value;
        Dictionary<string, object?> normalized = Normalize(entity.TypeName, merged);
        if (!AttributeValue.Comparer.Equals(normalized, entity.Document.Attributes))
            mutation.Changes.Update(entity with { Document = entity.Document with { Attributes = normalized } });
    }

    public string Text(string guid, string attribute) => (string?)mutation.Graph.Get(guid).Document.Attributes.GetValueOrDefault(attribute) ?? "";

    /// <exception cref="AtlasException">404-00-00D: bad attributes of the relationship.</exception>
    public void Link(string guid, string attribute, string other, Dictionary<string, object?>? attributes = null)
    {
        RelationshipAttribute end = Links.End(guid, attribute);
        var document = new RelationshipDocument { Attributes = RelationshipRules.Normalize(end.RelationshipType, attributes) };
        (string end1, string end2) = end.End == 1 ? (guid, other) : (other, guid);
        mutation.Changes.Create(end.RelationshipType, end1, end2, document);
    }

    public void Unlink(string guid, string attribute)
    {
        foreach (StoredRelationship link in Links.Of(guid, attribute).ToList())
            mutation.Changes.Remove(link);
    }

    /// <summary>Makes the object's links under an attribute lead to exactly these others.</summary>
    /// <param name="wanted">Attributes of the relationships by the guid of the other object.</param>
    /// <exception cref="AtlasException">As <see cref="GetAsync(string?, string, CancellationToken)"/> and <see cref="Link"/>.</exception>
    public async ValueTask SetLinksAsync(
        string guid, string attribute, string otherType, IReadOnlyDictionary<string, Dictionary<string, object?>> wanted,
        CancellationToken cancellationToken)
    {
        Dictionary<string, StoredRelationship> current = Links.Of(guid, attribute)
            .GroupBy(link => link.OtherEnd(guid)).ToDictionary(group => group.Key, group => group.First());
        foreach ((string other, StoredRelationship link) in current)
        {
            if (!wanted.ContainsKey(other))
                mutation.Changes.Remove(link);
        }

        foreach ((string other, Dictionary<string, object?> attributes) in wanted)
        {
            if (!current.TryGetValue(other, out StoredRelationship? link))
            {
                await GetAsync(other, otherType, cancellationToken).ConfigureAwait(false);
                Link(guid, attribute, other, attributes);
                continue;
            }

            Dictionary<string, object?> normalized = RelationshipRules.Normalize(Links.End(guid, attribute).RelationshipType, attributes);
            if (!AttributeValue.Comparer.Equals(normalized, link.Document.Attributes))
                mutation.Changes.Update(link with { Document = link.Document with { Attributes = normalized } });
        }
    }

    private Dictionary<string, object?> Normalize(string typeName, Dictionary<string, object?> attributes)
    {
        EntityType type = mutation.Types.GetEntityType(typeName);
        var messages = new List<string>();
        type.ValidateAttributes(attributes, typeName, messages);
        if (messages.Count > 0 || !type.TryNormalizeAttributes(attributes, partial: false, out Dictionary<string, object?> normalized))
            throw new AtlasException(AtlasErrorCode.InstanceCrudInvalidParams, $"[{string.Join(", ", messages)}]");
        return normalized;
    }
}
