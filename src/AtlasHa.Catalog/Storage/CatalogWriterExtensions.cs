namespace AtlasHa.Catalog.Storage;

/// <summary>The writer's calls for one key.</summary>
public static class CatalogWriterExtensions
{
    /// <inheritdoc cref="ICatalogWriter.SetUniqueAsync"/>
    public static ValueTask SetUniqueAsync(
        this ICatalogWriter writer, string guid, IReadOnlyCollection<UniqueRow> rows, CancellationToken cancellationToken) =>
        writer.SetUniqueAsync(new Dictionary<string, IReadOnlyCollection<UniqueRow>> { [guid] = rows }, cancellationToken);

    /// <inheritdoc cref="ICatalogWriter.SetTypeUsesAsync"/>
    public static ValueTask SetTypeUsesAsync(
        this ICatalogWriter writer, string guid, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        writer.SetTypeUsesAsync(new Dictionary<string, IReadOnlyCollection<string>> { [guid] = typeNames }, cancellationToken);

    /// <summary>What this user was answered under this request id, in whatever term; null when it is not remembered.</summary>
    public static async ValueTask<RememberedRequest?> FindRequestAsync(
        this ICatalogWriter writer, string user, string requestId, CancellationToken cancellationToken) =>
        (await writer.FindRequestsAsync([new RequestName(user, requestId)], cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc cref="ICatalogWriter.RememberRequestsAsync"/>
    public static ValueTask RememberRequestAsync(this ICatalogWriter writer, RememberedRequest request, CancellationToken cancellationToken) =>
        writer.RememberRequestsAsync([request], cancellationToken);

    /// <exception cref="ArgumentException">A row is of another entity than the one whose values it is among.</exception>
    public static void RequireOwnRows(this IReadOnlyDictionary<string, IReadOnlyCollection<UniqueRow>> sets)
    {
        foreach (var (guid, rows) in sets)
        {
            if (rows.FirstOrDefault(row => row.Guid != guid) is { } foreign)
                throw new ArgumentException($"the unique value {foreign} is not of entity {guid}", nameof(sets));
        }
    }
}
