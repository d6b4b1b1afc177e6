using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Annotations;

/// <summary>
/// The label operations of one term of office. All may throw <see cref="AtlasException"/>, <see cref="Storage.StaleEpochException"/> and
/// <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public sealed class LabelCatalog
{
    private readonly CatalogAccess _access;

    internal LabelCatalog(CatalogAccess access) => _access = access;

    /// <summary>Makes these all the labels of the entity; none, or null, clears them.</summary>
    public Task<WriteReceipt> SetAsync(
        EntityLocator entity, IReadOnlyList<string>? labels, CallContext context, CancellationToken cancellationToken) =>
        ChangeAsync("label.set", entity, labels ?? [], (_, given) => given, context, cancellationToken);

    public Task<WriteReceipt> AddAsync(
        EntityLocator entity, IReadOnlyList<string>? labels, CallContext context, CancellationToken cancellationToken) =>
        ChangeAsync("label.add", entity, NotEmpty(labels), (current, given) => current.Concat(given), context, cancellationToken);

    /// <summary>Takes labels from the entity; those that it does not have are passed over.</summary>
    public Task<WriteReceipt> RemoveAsync(
        EntityLocator entity, IReadOnlyList<string>? labels, CallContext context, CancellationToken cancellationToken) =>
        ChangeAsync("label.remove", entity, NotEmpty(labels), (current, given) => current.Except(given), context, cancellationToken);

    private static IReadOnlyList<string> NotEmpty(IReadOnlyList<string>? labels) => labels is { Count: > 0 }
        ? labels
        : throw new AtlasException(AtlasErrorCode.InvalidParameters, "no labels are given");

    private Task<WriteReceipt> ChangeAsync(
        string kind, EntityLocator locator, IReadOnlyList<string> given, Func<IReadOnlyList<string>, IReadOnlyList<string>, IEnumerable<string>> change,
        CallContext context, CancellationToken cancellationToken)
    {
        LabelRules.Check(given);
        return _access.WriteAnnotationAsync(
            RequestKey.Of(context, kind, locator, given),
            async (writer, cancel) =>
            {
                StoredEntity entity = await writer.FindActiveAsync(locator, cancel).ConfigureAwait(false);
                new LabelEditor(writer).Set(entity, change(entity.Document.Labels ?? [], given));
            },
            context, cancellationToken);
    }
}
