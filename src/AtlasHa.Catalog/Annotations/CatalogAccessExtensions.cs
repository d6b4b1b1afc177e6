using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Annotations;

internal static class CatalogAccessExtensions
{
    /// <summary>Carries out a write that has nothing to answer.</summary>
    public static Task<WriteReceipt> WriteAnnotationAsync(
        this CatalogAccess access, RequestKey? key, Func<AnnotationWriter, CancellationToken, ValueTask> work, CallContext context,
        CancellationToken cancellationToken) =>
        access.WriteAsync(
            key,
            async (mutation, cancel) =>
            {
                var writer = new AnnotationWriter(mutation);
                await work(writer, cancel).ConfigureAwait(false);
                return await writer.SaveAsync(cancel).ConfigureAwait(false);
            },
            context, cancellationToken);
}
