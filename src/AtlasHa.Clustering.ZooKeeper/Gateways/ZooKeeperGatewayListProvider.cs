using AtlasHa.Clustering.ZooKeeper.Membership;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace AtlasHa.Clustering.ZooKeeper.Gateways;

/// <summary>Gateways of a cluster for its clients: the silos that are active and accept clients.</summary>
internal sealed class ZooKeeperGatewayListProvider(MembershipReader reader, IOptions<GatewayOptions> options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness { get; } = options.Value.GatewayListRefreshPeriod;

    [Obsolete("Every list may change; Orleans no longer asks.")]
    public bool IsUpdatable => true;

    public Task InitializeGatewayListProviderAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>The gateways; none when no silo of the cluster has started yet.</summary>
    public async Task<IList<Uri>> GetGatewaysAsync(CancellationToken cancellationToken = default)
    {
        if (await reader.ReadAllAsync(cancellationToken).ConfigureAwait(false) is not { } table)
            return [];
        return
        [
            .. reader.Decode(table).Members
                .Select(member => member.Item1)
                .Where(silo => silo.Status == SiloStatus.Active && silo.ProxyPort != 0)
                .Select(silo => SiloAddress.New(silo.SiloAddress.Endpoint.Address, silo.ProxyPort, silo.SiloAddress.Generation).ToGatewayUri()),
        ];
    }

    Task IGatewayListProvider.InitializeGatewayListProvider() => InitializeGatewayListProviderAsync();

    Task<IList<Uri>> IGatewayListProvider.GetGateways() => GetGatewaysAsync();
}
