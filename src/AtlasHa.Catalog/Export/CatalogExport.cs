using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Export;

/// <summary>What an export is made of, each piece of one snapshot.</summary>
public sealed class CatalogExport
{
    /// <summary>By so much the clocks of two instances may differ.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    private readonly CatalogAccess _access;
    private readonly TimeProvider _time;

    internal CatalogExport(CatalogAccess access, TimeProvider time) => (_access, _time) = (access, time);

    /// <inheritdoc cref="Model.Grains.ICatalogExport.FindExportedAsync"/>
    /// <exception cref="AtlasException">400-00-00A: unknown types; 400-00-023: an attribute that they have not; 400-00-029: a value that does not fit.</exception>
    public Task<IReadOnlyList<string>> FindAsync(AtlasObjectId item, string? matchType, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            (reader, types) => new ExportItems(reader, types, _time.GetUtcNow()).FindAsync(item, matchType, cancellationToken), cancellationToken);

    /// <inheritdoc cref="Model.Grains.ICatalogExport.ReadExportedAsync"/>
    public Task<IReadOnlyList<ExportedEntity>> ReadAsync(IReadOnlyList<string> guids, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, types) => new ExportReader(reader, types).ReadAsync(guids, cancellationToken), cancellationToken);

    /// <inheritdoc cref="Model.Grains.ICatalogExport.GetChangeMarkerAsync"/>
    /// <remarks>Changes are stamped on the writer's turn: what is stamped before this one's turn is there when this returns.</remarks>
    public async Task<long> MarkAsync(CancellationToken cancellationToken)
    {
        var now = 0L;
        await _access.WriteAsync(
            key: null,
            (_, _) =>
            {
                now = _access.Now;
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return now - (long)ClockTolerance.TotalMilliseconds;
    }

    /// <inheritdoc cref="Model.Grains.ICatalogExport.GetExportedTypesAsync"/>
    public Task<AtlasTypesDef> GetTypesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        _access.ReadAsync((_, types) => ValueTask.FromResult(ExportTypes.Of(names, types)), cancellationToken);
}
