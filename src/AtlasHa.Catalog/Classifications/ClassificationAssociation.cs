using AtlasHa.Catalog.Annotations;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>A request to put one classification on many entities.</summary>
internal sealed class ClassificationAssociation
{
    private readonly AtlasClassification _classification;
    private readonly ClassificationAssociateRequest _request;

    private ClassificationAssociation(AtlasClassification classification, ClassificationAssociateRequest request) =>
        (_classification, _request) = (classification, request);

    /// <exception cref="AtlasException">400-00-01A: no classification, or no entities.</exception>
    public static ClassificationAssociation Of(ClassificationAssociateRequest? request)
    {
        if (request?.Classification is not { TypeName.Length: > 0 } classification)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no classification is given");
        bool byAttributes = request is { EntityTypeName.Length: > 0, EntitiesUniqueAttributes.Count: > 0 };
        if (request.EntityGuids is not { Count: > 0 } && !byAttributes)
            throw new AtlasException(
                AtlasErrorCode.InvalidParameters, "neither entityGuids nor entityTypeName with entitiesUniqueAttributes is given");
        return new ClassificationAssociation(classification, request);
    }

    /// <exception cref="AtlasException">It is refused for one of the entities, unless those are skipped.</exception>
    public async ValueTask ApplyAsync(AnnotationWriter writer, bool skipFailed, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<string> guids = await FindAsync(writer, skipFailed, cancellationToken).ConfigureAwait(false);
        await writer.LoadAsync(guids, cancellationToken).ConfigureAwait(false);
        var editor = new ClassificationEditor(writer);
        foreach (string guid in guids)
        {
            try
            {
                editor.Add(writer.GetActive(guid), [_classification with { EntityGuid = null }]);
            }
            catch (AtlasException) when (skipFailed)
            {
                // The others are what the client asked for.
            }
        }
    }

    private async ValueTask<IReadOnlyCollection<string>> FindAsync(AnnotationWriter writer, bool skipFailed, CancellationToken cancellationToken)
    {
        var guids = new OrderedSet();
        foreach (string guid in _request.EntityGuids ?? [])
            guids.Add(guid);
        if (_request is not { EntityTypeName.Length: > 0, EntitiesUniqueAttributes: { Count: > 0 } given })
            return guids;

        EntityType type = writer.Types.GetEntityType(_request.EntityTypeName);
        Dictionary<string, string>[] sets =
            [.. given.Select(set => set.ToDictionary(item => item.Key, item => AttributeValue.ToText(item.Value)))];
        IReadOnlyList<string?> found =
            await UniqueAttributeLookup.FindAsync(writer.Graph.Reader, type, sets, cancellationToken).ConfigureAwait(false);
        foreach ((string? guid, Dictionary<string, string> set) in found.Zip(sets))
        {
            if (guid is not null)
                guids.Add(guid);
            else if (!skipFailed)
                throw UniqueAttributeLookup.NotFound(type, set);
        }

        return guids;
    }
}
