using AtlasHa.Catalog.Model.Export;

namespace AtlasHa.Gateway.Export;

/// <summary>
/// Which entities an export goes to, in which order. It keeps their guids, not the entities. Processes wait until nothing else is left, so that what they read
/// and write comes before them.
/// </summary>
/// <param name="isConnected">
/// From an item both ways along relationships, from there on only the way by which an entity was reached; a process always leads to what it reads and writes.
/// Otherwise everything that is connected in any way.
/// </param>
/// <param name="skipsLineage">Goes to no processes.</param>
internal sealed class ExportWalk(bool isConnected, bool skipsLineage)
{
    private readonly Dictionary<string, Ways> _wanted = [];
    private readonly Dictionary<string, Ways> _gone = [];
    private readonly HashSet<string> _written = [];
    private readonly List<string> _order = [];
    private readonly List<string> _lineageOrder = [];
    private readonly Queue<string> _lineage = [];
    private readonly Queue<string> _others = [];

    [Flags]
    private enum Ways
    {
        None = 0,
        Outward = 1,
        Inward = 2,
        Both = Outward | Inward,
    }

    /// <summary>What has a file of its own: processes last.</summary>
    public IEnumerable<string> Order => _order.Concat(_lineageOrder);

    public int Count => _written.Count;

    public void Start(IEnumerable<string> guids)
    {
        foreach (var guid in guids)
            Add(guid, Ways.Both, isProcess: false);
    }

    /// <summary>Some of the guids to read next; none at the end.</summary>
    public IReadOnlyList<string> Take(int atMost)
    {
        var queue = _others.Count > 0 ? _others : _lineage;
        List<string> taken = [];
        while (taken.Count < atMost && queue.TryDequeue(out var guid))
        {
            if (!taken.Contains(guid) && (_wanted[guid] & ~Gone(guid)) != 0)
                taken.Add(guid);
        }
        return taken.Count > 0 || (_others.Count == 0 && _lineage.Count == 0) ? taken : Take(atMost);
    }

    /// <summary>Goes on from what was read. False: it was written before, and only its other side is new.</summary>
    public bool Arrive(ExportedEntity found)
    {
        var guid = found.Entity.Entity!.Guid!;
        var ways = isConnected && found.IsProcess ? Ways.Outward : _wanted[guid];
        Leave(guid, _wanted[guid]);
        foreach (var part in (found.Entity.ReferredEntities ?? []).Keys)
        {
            Leave(part, ways);
            _written.Add(part);
        }
        foreach (var link in found.Links)
        {
            var way = link.IsOutward ? Ways.Outward : Ways.Inward;
            if ((ways & way) != 0 && !(skipsLineage && link.IsProcess))
                Add(link.Guid, isConnected ? way : Ways.Both, link.IsProcess);
        }
        if (!_written.Add(guid))
            return false;
        (found.IsProcess ? _lineageOrder : _order).Add(guid);
        return true;
    }

    private Ways Gone(string guid) => _gone.GetValueOrDefault(guid);

    private void Leave(string guid, Ways ways) => _gone[guid] = Gone(guid) | ways;

    private void Add(string guid, Ways ways, bool isProcess)
    {
        var known = _wanted.GetValueOrDefault(guid) | Gone(guid);
        _wanted[guid] = _wanted.GetValueOrDefault(guid) | ways;
        if ((ways & ~known) != 0)
            (isProcess ? _lineage : _others).Enqueue(guid);
    }
}
