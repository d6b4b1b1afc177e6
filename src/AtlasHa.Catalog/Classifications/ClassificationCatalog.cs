using AtlasHa.Catalog.Annotations;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>
/// The classification operations of one term of office. What a change lets spread, or takes back, is done in the same transaction.
/// All may throw <see cref="AtlasException"/>, <see cref="StaleEpochException"/> and <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class ClassificationCatalog
{
    private readonly CatalogAccess _access;

    internal ClassificationCatalog(CatalogAccess access) => _access = access;

    /// <summary>Puts classifications on an entity, all of them or none.</summary>
    public Task<WriteReceipt> AddAsync(
        EntityLocator entity, IReadOnlyList<AtlasClassification>? classifications, CallContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<AtlasClassification> given = NotEmpty(classifications);
        return WriteAsync(
            RequestKey.Of(context, "classification.add", entity, given),
            async (writer, cancel) => new ClassificationEditor(writer).Add(await writer.FindActiveAsync(entity, cancel).ConfigureAwait(false), given),
            context, cancellationToken);
    }

    /// <summary>Changes attributes that are given, validity periods as a whole, and whether classifications spread.</summary>
    public Task<WriteReceipt> UpdateAsync(
        EntityLocator entity, IReadOnlyList<AtlasClassification>? classifications, CallContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<AtlasClassification> given = NotEmpty(classifications);
        return WriteAsync(
            RequestKey.Of(context, "classification.update", entity, given),
            async (writer, cancel) => new ClassificationEditor(writer).Update(await writer.FindActiveAsync(entity, cancel).ConfigureAwait(false), given),
            context, cancellationToken);
    }

    /// <summary>Removes a classification from the entity that it was put on.</summary>
    /// <param name="sourceGuid">Another entity: what has spread from there is removed, which needs that one to be deleted.</param>
    public Task<WriteReceipt> RemoveAsync(
        EntityLocator entity, string typeName, string? sourceGuid, CallContext context, CancellationToken cancellationToken) =>
        WriteAsync(
            RequestKey.Of(context, "classification.remove", entity, typeName, sourceGuid),
            async (writer, cancel) =>
            {
                string name = writer.Types.GetClassificationType(typeName).Name;
                StoredEntity found = await writer.FindAsync(entity, cancel).ConfigureAwait(false);
                var editor = new ClassificationEditor(writer);
                if (string.IsNullOrEmpty(sourceGuid) || sourceGuid == found.Guid)
                    editor.Remove(found, name);
                else
                    editor.RemoveSpread(found, name, sourceGuid);
            },
            context, cancellationToken);

    /// <summary>Puts one classification on many entities.</summary>
    /// <param name="skipFailed">Leaves out those where it is refused, instead of doing nothing at all.</param>
    public Task<WriteReceipt> AssociateAsync(
        ClassificationAssociateRequest? request, bool skipFailed, CallContext context, CancellationToken cancellationToken)
    {
        ClassificationAssociation association = ClassificationAssociation.Of(request);
        return WriteAsync(
            RequestKey.Of(context, "classification.associate", request, skipFailed),
            (writer, cancel) => association.ApplyAsync(writer, skipFailed, cancel), context, cancellationToken);
    }

    /// <summary>Makes what was put on each entity equal to the header's classifications; entities are found by the header's unique attributes.</summary>
    public Task<SetClassificationsResult> SetAsync(AtlasEntityHeaders? headers, CallContext context, CancellationToken cancellationToken) =>
        _access.WriteAsync(
            RequestKey.Of(context, "classification.set", headers),
            async (mutation, cancel) =>
            {
                var writer = new AnnotationWriter(mutation);
                List<string> lines = await new ClassificationAlignment(writer).ApplyAsync(headers?.GuidHeaderMap ?? [], cancel).ConfigureAwait(false);
                await writer.SaveAsync(cancel).ConfigureAwait(false);
                return new SetClassificationsResult { Lines = lines };
            },
            context, cancellationToken);

    /// <summary>What was put on the entity, deleted or not, then what has spread to it.</summary>
    public Task<IReadOnlyList<AtlasClassification>> GetAllAsync(string guid, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyList<AtlasClassification>>(
            async (reader, _) => await ReadAsync(reader, guid, cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>The classification of this type, in any case of letters; the one that was put on the entity before one that has spread to it.</summary>
    public async Task<AtlasClassification> GetAsync(string guid, string typeName, CancellationToken cancellationToken)
    {
        IReadOnlyList<AtlasClassification> all = await GetAllAsync(guid, cancellationToken).ConfigureAwait(false);
        return all.FirstOrDefault(classification => string.Equals(classification.TypeName, typeName, StringComparison.OrdinalIgnoreCase))
            ?? throw new AtlasException(AtlasErrorCode.ClassificationNotFound, typeName);
    }

    /// <summary>Headers, with classifications, of the entities whose classifications have changed since.</summary>
    /// <param name="since">Milliseconds since the Unix epoch.</param>
    public Task<AtlasEntityHeaders> GetChangedHeadersAsync(long since, CancellationToken cancellationToken)
    {
        if (since > _access.Now)
            throw new AtlasException(AtlasErrorCode.BadRequest, $"tagUpdateStartTime {since} is in the future");

        return _access.ReadAsync(
            async (reader, types) =>
            {
                IReadOnlyList<string> changed = await reader.FindClassificationChangesAsync(since, cancellationToken).ConfigureAwait(false);
                IReadOnlyDictionary<string, EntityRow> present = await reader.ReadEntitiesAsync(changed, cancellationToken).ConfigureAwait(false);
                var retriever = new EntityRetriever(reader, types);
                IReadOnlyList<AtlasEntityHeader> headers =
                    await retriever.GetHeadersAsync([.. present.Keys], withClassifications: true, cancellationToken).ConfigureAwait(false);
                return new AtlasEntityHeaders { GuidHeaderMap = headers.ToDictionary(header => header.Guid!, AtlasEntityHeader? (header) => header) };
            },
            cancellationToken);
    }

    private static IReadOnlyList<AtlasClassification> NotEmpty(IReadOnlyList<AtlasClassification>? classifications) =>
        classifications is { Count: > 0 } && classifications.All(classification => classification is not null)
            ? classifications
            : throw new AtlasException(AtlasErrorCode.InvalidParameters, "no classifications are given, or a null among them");

    private static async ValueTask<List<AtlasClassification>> ReadAsync(ICatalogReader reader, string guid, CancellationToken cancellationToken)
    {
        var graph = new EntityGraph(reader);
        await graph.LoadEntitiesAsync([guid], cancellationToken).ConfigureAwait(false);
        if (graph.Find(guid) is null)
            throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
        await graph.Classifications.LoadAsync([guid], cancellationToken).ConfigureAwait(false);
        return graph.Classifications.Shown(guid);
    }

    private Task<WriteReceipt> WriteAsync(
        RequestKey? key, Func<AnnotationWriter, CancellationToken, ValueTask> work, CallContext context, CancellationToken cancellationToken) =>
        _access.WriteAnnotationAsync(key, work, context, cancellationToken);
}
