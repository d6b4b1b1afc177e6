using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Gateway.Export;

/// <summary>One export: finds where it begins, then reads and writes entities a few at a time.</summary>
internal sealed class ExportRun(IActiveInstance active, AtlasExportRequest request)
{
    /// <summary>How many entities are in memory at a time, with their parts.</summary>
    private const int PartSize = 50;

    private readonly ExportWalk _walk = new(Is(request, "fetchType", "connected"), request.Flag("skipLineage"));
    private readonly SortedSet<string> _typeNames = new(StringComparer.Ordinal);
    private int _itemsFound;
    private int _items;

    /// <summary>How many there were of what, such as <c>entity:hive_table</c>.</summary>
    public SortedDictionary<string, long> Metrics { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => _itemsFound == 0;

    public string Status => _itemsFound == 0 ? "FAIL" : _itemsFound < _items ? "PARTIAL_SUCCESS" : "SUCCESS";

    /// <exception cref="AtlasException">400-00-029: an incremental export; and what a look-up refuses.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Is(request, "fetchType", "incremental"))
            throw new AtlasException(AtlasErrorCode.BadRequest, "fetchType incremental is not served; export with full or connected");
        foreach (var item in request.ItemsToExport ?? [])
        {
            var found = item is null ? [] : await active.FindExportedAsync(item, request.Option("matchType"), cancellationToken);
            _items++;
            if (found.Count > 0) _itemsFound++;
            _walk.Start(found);
        }
    }

    public async Task WriteAsync(ExportArchive archive, CancellationToken cancellationToken)
    {
        while (_walk.Take(PartSize) is { Count: > 0 } guids)
        {
            foreach (var found in await active.ReadExportedAsync(guids, cancellationToken))
            {
                if (!_walk.Arrive(found)) continue;
                await archive.AddAsync(found.Entity.Entity!.Guid + ExportArchive.Extension, found.Entity, cancellationToken);
                Count(found);
            }
        }

        await archive.AddAsync(ExportArchive.Order, _walk.Order, cancellationToken);
        await archive.AddAsync(ExportArchive.Types, await active.GetExportedTypesAsync([.. _typeNames], cancellationToken), cancellationToken);
    }

    /// <summary>What the audit notes of it.</summary>
    public ExportRecord Record(DateTimeOffset begun) => new()
    {
        Request = request,
        OperationStatus = Status,
        Metrics = new Dictionary<string, long>(Metrics),
        EntityCount = _walk.Count,
        StartTime = begun.ToUnixTimeMilliseconds(),
    };

    private static bool Is(AtlasExportRequest request, string option, string value)
        => string.Equals(request.Option(option), value, StringComparison.OrdinalIgnoreCase);

    private void Count(ExportedEntity found)
    {
        Count("entity:withExtInfo");
        foreach (var entity in (found.Entity.ReferredEntities?.Values ?? Enumerable.Empty<AtlasEntity?>()).Prepend(found.Entity.Entity).OfType<AtlasEntity>())
        {
            Count($"entity:{entity.TypeName}");
            _typeNames.Add(entity.TypeName!);
            _typeNames.UnionWith((entity.Classifications ?? []).Select(classification => classification.TypeName!));
            _typeNames.UnionWith((entity.BusinessAttributes ?? []).Keys);
        }
    }

    private void Count(string name) => Metrics[name] = Metrics.GetValueOrDefault(name) + 1;
}
