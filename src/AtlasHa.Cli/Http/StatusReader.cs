using AtlasHa.Cli.Cluster;

namespace AtlasHa.Cli.Http;

/// <summary>The cluster's status: what any instance that answers tells, completed by what the local processes tell.</summary>
internal sealed class StatusReader(InstanceProbe probe)
{
    /// <summary>Status of a cluster of which only URLs are known. Instances that nobody knows of are not in it.</summary>
    public async Task<ClusterView> ReadAsync(IReadOnlyList<Uri> urls, CancellationToken cancellationToken)
        => await AskAnyAsync(urls, cancellationToken)
            ?? new ClusterView(null, null, null, [.. urls.Select(url => new InstanceView(url.Authority, Plain(url), InstanceStatus.Unreachable, false, Error: "no answer"))]);

    /// <summary>Status of a local cluster, with every instance of its state file in it.</summary>
    public async Task<ClusterView> ReadAsync(ClusterState cluster, CancellationToken cancellationToken)
    {
        var alive = cluster.Instances.Where(instance => instance.IsAlive).Select(instance => instance.Url).ToList();
        var told = await AskAnyAsync(alive, cancellationToken);
        var instances = cluster.Instances.Select(instance => Merge(instance, told?.Instances.FirstOrDefault(view => view.InstanceId == instance.Id))).ToList();
        instances.AddRange(told?.Instances.Where(view => cluster.Find(view.InstanceId) is null) ?? []);
        // The others may still take a dead process for the active until its session ends.
        var active = told?.ActiveInstanceId is { } id && cluster.Find(id) is { IsAlive: false } ? null : told;
        return new ClusterView(active?.ActiveInstanceId, active?.ActiveUrl, told?.Epoch, instances) { Paused = told?.Paused, Pause = told?.Pause, Switchover = told?.Switchover };
    }

    private static InstanceView Merge(InstanceState local, InstanceView? told)
    {
        if (!local.IsAlive) return new InstanceView(local.Id, Plain(local.Url), InstanceStatus.Down, false, Error: "the process has ended");
        return told ?? new InstanceView(local.Id, Plain(local.Url), InstanceStatus.Unreachable, false, Error: "starting, or hangs");
    }

    private async Task<ClusterView?> AskAnyAsync(IEnumerable<Uri> urls, CancellationToken cancellationToken)
    {
        foreach (var url in urls)
        {
            if (await probe.GetClusterAsync(url, cancellationToken) is { } view) return view;
        }

        return null;
    }

    private static string Plain(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
