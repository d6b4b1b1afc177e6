using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Annotations;

/// <summary>
/// The operations on business metadata of entities in one term of office; values are given by business metadata name and attribute name. All may throw
/// <see cref="AtlasException"/>, <see cref="Storage.StaleEpochException"/> and <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public sealed class BusinessMetadataCatalog
{
    private readonly CatalogAccess _access;

    internal BusinessMetadataCatalog(CatalogAccess access) => _access = access;

    /// <summary>Sets the given attributes and removes those that are given as null.</summary>
    /// <param name="overwrite">The entity loses all business metadata that is not given.</param>
    public Task<WriteReceipt> SetAsync(
        string guid, IReadOnlyDictionary<string, Dictionary<string, object?>?>? attributes, bool overwrite, CallContext context,
        CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, Dictionary<string, object?>?> given = NotEmpty(attributes);
        return _access.WriteAnnotationAsync(
            RequestKey.Of(context, "businessMetadata.set", guid, given, overwrite),
            async (writer, cancel) =>
            {
                StoredEntity entity = await writer.FindActiveAsync(EntityLocator.Of(guid), cancel).ConfigureAwait(false);
                new BusinessMetadataEditor(writer).Set(entity, given, overwrite);
            },
            context, cancellationToken);
    }

    /// <summary>Removes the named attributes, whatever their values here; all of a business metadata when none of its attributes is named.</summary>
    public Task<WriteReceipt> RemoveAsync(
        string guid, IReadOnlyDictionary<string, Dictionary<string, object?>?>? attributes, CallContext context,
        CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, Dictionary<string, object?>?> given = NotEmpty(attributes);
        return _access.WriteAnnotationAsync(
            RequestKey.Of(context, "businessMetadata.remove", guid, given),
            async (writer, cancel) =>
            {
                StoredEntity entity = await writer.FindActiveAsync(EntityLocator.Of(guid), cancel).ConfigureAwait(false);
                new BusinessMetadataEditor(writer).Remove(entity, given);
            },
            context, cancellationToken);
    }

    /// <summary>Sets attributes of many entities from a CSV or Excel file; lines that are refused are told in the answer, the others are carried out.</summary>
    /// <param name="fileName">Its ending says what it is.</param>
    /// <param name="content">With the columns of <see cref="BusinessMetadataTemplate.Csv"/>.</param>
    public async Task<BulkImportResponse> ImportAsync(string? fileName, byte[] content, CallContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<BusinessMetadataLine> lines = await BusinessMetadataFile.ReadAsync(fileName, content, _access.Time, cancellationToken).ConfigureAwait(false);
        return await _access.WriteAsync(
            RequestKey.Of(context, "businessMetadata.import", fileName, Convert.ToHexString(content)),
            async (mutation, cancel) =>
            {
                var writer = new AnnotationWriter(mutation);
                BulkImportResponse answer = await new BusinessMetadataImport(writer).ApplyAsync(lines, cancel).ConfigureAwait(false);
                await writer.SaveAsync(cancel).ConfigureAwait(false);
                return answer;
            },
            context, cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyDictionary<string, Dictionary<string, object?>?> NotEmpty(
        IReadOnlyDictionary<string, Dictionary<string, object?>?>? attributes) => attributes is { Count: > 0 }
        ? attributes
        : throw new AtlasException(AtlasErrorCode.InvalidParameters, "no business metadata is given");
}
