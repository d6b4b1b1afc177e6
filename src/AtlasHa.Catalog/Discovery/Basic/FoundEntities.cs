using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Shows entities that were found.</summary>
internal sealed class FoundEntities(ICatalogReader reader, TypeRegistry types)
{
    /// <summary>Headers with some attributes more, and the headers of the entities that those refer to.</summary>
    /// <param name="attributes">Names of attributes; an entity whose type has none of a name does not show it.</param>
    public async ValueTask<(List<AtlasEntityHeader> Headers, Dictionary<string, AtlasEntityHeader>? Referred)> HeadersAsync(
        IReadOnlyList<StoredEntity> entities, IReadOnlyCollection<string> attributes, bool withClassifications, CancellationToken cancellationToken)
    {
        var surroundings = new Surroundings(reader, types);
        var shown = attributes.Distinct().ToArray();
        Dictionary<string, AtlasEntityHeader> referred = [];
        foreach (var reference in entities.Select(entity => types.GetEntityType(entity.TypeName)).Distinct()
            .SelectMany(type => shown.Select(name => Reference.Find(type, name)).OfType<Reference>()).DistinctBy(reference => (reference.Name, reference.Target?.Name)))
        {
            var others = await surroundings.LoadRelatedAsync(entities, reference, cancellationToken).ConfigureAwait(false);
            await surroundings.LoadForHeadersAsync(others, cancellationToken).ConfigureAwait(false);
            foreach (var other in others)
                referred[other.Guid] = surroundings.HeaderOf(other, withClassifications: false);
        }
        await surroundings.LoadForHeadersAsync(entities, cancellationToken).ConfigureAwait(false);
        List<AtlasEntityHeader> headers =
        [
            .. entities.Select(entity => WithAttributes(surroundings.HeaderOf(entity, withClassifications), surroundings.CandidateOf(entity), shown)),
        ];
        return (headers, referred.Count == 0 ? null : referred);
    }

    /// <summary>Only the attributes, as rows.</summary>
    public async ValueTask<AttributeSearchResult> RowsAsync(
        IReadOnlyList<StoredEntity> entities, IReadOnlyList<SearchAttribute> columns, CancellationToken cancellationToken)
    {
        var surroundings = new Surroundings(reader, types);
        if (columns.Any(column => column.NeedsClassifications))
            await surroundings.LoadClassificationsAsync(entities, withSources: false, cancellationToken).ConfigureAwait(false);
        return new AttributeSearchResult
        {
            Name = [.. columns.Select(column => column.Name)],
            Values = [.. entities.Select(surroundings.CandidateOf).Select(candidate => columns.Select(column => column.Read(candidate)).ToList())],
        };
    }

    private static AtlasEntityHeader WithAttributes(AtlasEntityHeader header, Candidate candidate, string[] shown)
    {
        if (shown.Length == 0)
            return header;
        var values = new Dictionary<string, object?>(header.Attributes!);
        foreach (var name in shown)
        {
            if (Reference.Find(candidate.Type, name) is { } reference)
                values[name] = References(candidate, reference);
            else if (SystemAttributes.Find(name) is { } system)
                values[name] = system.Read(candidate);
            else if (candidate.Type.Attributes.ContainsKey(name))
                values[name] = candidate.Attribute(name);
            else if (name.Split('.') is [var metadata, var attribute] && candidate.Type.BusinessAttributes.ContainsKey(metadata))
                values[name] = candidate.Entity.Document.BusinessAttributes?.GetValueOrDefault(metadata)?.GetValueOrDefault(attribute);
        }
        return header with { Attributes = values };
    }

    private static object? References(Candidate candidate, Reference reference)
    {
        List<object?> ids = [.. candidate.Related(reference)
            .Select(other => new AtlasObjectId { Guid = other.Entity.Guid, TypeName = other.Entity.TypeName }.ToValue())];
        var isSingle = reference.Relationships is [var relationship, ..]
            ? relationship.Cardinality == Model.TypeDefs.Cardinality.Single
            : candidate.Type.Attributes[reference.Name].Type is ObjectIdType;
        return isSingle ? ids.FirstOrDefault() : ids;
    }
}
