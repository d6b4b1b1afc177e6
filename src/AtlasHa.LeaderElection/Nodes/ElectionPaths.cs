namespace AtlasHa.LeaderElection.Nodes;

/// <summary>Every znode of the election, in one place.</summary>
internal sealed class ElectionPaths(string zkRoot)
{
    public const string SwitchoverName = "switchover";
    public const string PauseName = "pause";

    private readonly string _root = zkRoot == "/" ? "" : zkRoot;

    public string Queue => $"{_root}/leader_elector_path";

    public string Address => $"{_root}/active_server_info";

    public string Instances => $"{_root}/instances";

    public string Epoch => $"{_root}/epoch";

    public string Control => $"{_root}/control";

    public string Switchover => $"{_root}/control/{SwitchoverName}";

    public string Pause => $"{_root}/control/{PauseName}";

    /// <summary>Why the last term ended.</summary>
    public string LastLeave => $"{_root}/control/last-leave";

    /// <summary>The active instance's lease; nobody watches it.</summary>
    public string Lease => $"{_root}/lease";

    public string History => $"{_root}/history";

    public string Instance(string id) => $"{_root}/instances/{id}";

    public string Queued(string name) => $"{_root}/leader_elector_path/{name}";

    /// <summary>The persistent parents, outermost first.</summary>
    public IEnumerable<string> Parents()
    {
        for (var end = _root.Length > 1 ? _root.IndexOf('/', 1) : -1; end > 0; end = _root.IndexOf('/', end + 1))
            yield return _root[..end];
        if (_root.Length > 0)
            yield return _root;
        yield return Queue;
        yield return Instances;
        yield return Control;
    }
}
