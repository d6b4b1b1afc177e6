using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>
/// The business metadata of entities: values by business metadata name and attribute name. Refusals are <see cref="Errors.AtlasException"/> with
/// Atlas's codes.
/// </summary>
public interface IBusinessMetadata : IGrainWithStringKey
{
    /// <summary>Sets what is given and removes attributes that are null; <paramref name="overwrite"/> removes what is not given, too.</summary>
    Task<WriteReceipt> SetBusinessMetadataAsync(
        string guid, Dictionary<string, Dictionary<string, object?>?>? attributes, bool overwrite, CallContext call,
        CancellationToken cancellationToken = default);

    /// <summary>Removes the named attributes; all of a business metadata when none of its attributes is named.</summary>
    Task<WriteReceipt> RemoveBusinessMetadataAsync(
        string guid, Dictionary<string, Dictionary<string, object?>?>? attributes, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Sets attributes of many entities from a file, CSV in UTF-8 or Excel by its ending; see <see cref="BusinessMetadataTemplate"/>.</summary>
    Task<BulkImportResponse> ImportBusinessMetadataAsync(
        string? fileName, byte[] content, CallContext call, CancellationToken cancellationToken = default);
}
