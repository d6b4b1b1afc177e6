using System.Globalization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Gateway.Export;

/// <summary>
/// One export: finds where it begins, then reads and writes entities a few at a time. An incremental one goes the same ways and writes what has changed since its
/// change marker.
/// </summary>
internal sealed class ExportRun(IActiveInstance active, AtlasExportRequest request)
{
    /// <summary>How many entities are in memory at a time, with their parts.</summary>
    private const int PartSize = 50;

    private const string MarkerOption = "changeMarker";

    private readonly ExportWalk _walk = new(Is(request, "fetchType", "connected"), request.Flag("skipLineage"));
    private readonly bool _isIncremental = Is(request, "fetchType", "incremental");
    private readonly HashSet<string> _unchanged = [];
    private readonly Queue<ExportedEntity> _ready = [];
    private readonly SortedSet<string> _typeNames = new(StringComparer.Ordinal);
    private long _since = long.MinValue;
    private int _itemsFound;
    private int _items;

    /// <summary>How many there were of what, such as <c>entity:hive_table</c>.</summary>
    public SortedDictionary<string, long> Metrics { get; } = new(StringComparer.Ordinal);

    /// <summary>What the next incremental export is to be given; null for others.</summary>
    public long? ChangeMarker { get; private set; }

    public string Status => _itemsFound == 0 ? "FAIL" : _itemsFound < _items ? "PARTIAL_SUCCESS" : "SUCCESS";

    /// <exception cref="AtlasException">400-00-029: no change marker; and what a look-up refuses.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isIncremental)
        {
            _since = Since(request.Option(MarkerOption));
            ChangeMarker = await active.GetChangeMarkerAsync(cancellationToken);
        }
        foreach (var item in request.ItemsToExport ?? [])
        {
            var found = item is null ? [] : await active.FindExportedAsync(item, request.Option("matchType"), cancellationToken);
            _items++;
            if (found.Count > 0) _itemsFound++;
            _walk.Start(found);
        }
    }

    /// <summary>Reads on until there is an entity to write; false when there is none any more.</summary>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (_ready.Count == 0 && _walk.Take(PartSize) is { Count: > 0 } guids)
        {
            foreach (var found in await active.ReadExportedAsync(guids, cancellationToken))
            {
                if (!_walk.Arrive(found)) continue;
                if (found.LastChange > _since) _ready.Enqueue(found);
                else _unchanged.Add(found.Entity.Entity!.Guid!);
            }
        }

        return _ready.Count > 0;
    }

    public async Task WriteAsync(ExportArchive archive, CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken))
        {
            while (_ready.TryDequeue(out var found))
            {
                await archive.AddAsync(found.Entity.Entity!.Guid + ExportArchive.Extension, found.Entity, cancellationToken);
                Count(found);
            }
        }

        await archive.AddAsync(ExportArchive.Order, _walk.Order.Where(guid => !_unchanged.Contains(guid)), cancellationToken);
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

    // Without one, or with 0, everything has changed since.
    private static long Since(string? marker)
    {
        if (marker is null or "0") return long.MinValue;
        return long.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? since
            : throw new AtlasException(AtlasErrorCode.BadRequest, $"{MarkerOption} is milliseconds since the Unix epoch, as an earlier export told, not '{marker}'");
    }

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
