using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Server.Tests;

/// <summary>Real instances whose nodes in ZooKeeper are theirs alone.</summary>
public sealed class SecuredZooKeeperTests
{
    private const string Password = "hunter2";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_node_of_the_product_is_closed_to_others(bool withTls)
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        using var authority = new TestAuthority();
        var settings = new Dictionary<string, string> { ["AtlasHa:ZooKeeper:DigestCredentials"] = $"atlas:{Password}" };
        if (withTls)
        {
            settings["AtlasHa:ZooKeeper:Tls:CaCertificatePath"] = authority.CertificatePath;
            settings["AtlasHa:ZooKeeper:Tls:ClientCertificatePath"] = authority.IssuePkcs12Client("atlas", Password);
            settings["AtlasHa:ZooKeeper:Tls:ClientKeyPassword"] = Password;
        }
        await using var cluster = await AtlasCluster.StartAsync(2, settings, new() { Tls = withTls ? authority.IssueServer() : null });
        var tls = withTls ? new ZooKeeperTlsOptions { CaCertificatePath = authority.CertificatePath, ClientCertificatePath = authority.IssueClient("other") } : null;
        await using var owner = NewClient(cluster, tls, AuthInfo.Digest("atlas", Password));
        await using var other = NewClient(cluster, tls, AuthInfo.Digest("someone", "else"));
        var nodes = await NodesBelowAsync(owner, "/");

        nodes.ShouldContain("/apache_atlas/active_server_info");
        nodes.ShouldContain("/apache_atlas/epoch");
        nodes.ShouldContain(node => node.StartsWith("/apache_atlas/leader_elector_path/", StringComparison.Ordinal));
        nodes.Count(node => node.StartsWith("/apache_atlas/instances/", StringComparison.Ordinal)).ShouldBe(2);
        nodes.Count(node => node.StartsWith("/atlas-ha/", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
        foreach (var node in nodes)
        {
            await RefusedAsync(node, () => other.GetDataAsync(node));
            await RefusedAsync(node, () => other.GetChildrenAsync(node));
            await RefusedAsync(node, () => other.SetDataAsync(node, ReadOnlyMemory<byte>.Empty));
            await RefusedAsync(node, () => other.CreateAsync(ZPath.Combine(node, "intruder"), ReadOnlyMemory<byte>.Empty, CreateMode.Persistent));
        }

        cluster.Diagnosis().ShouldNotContain(Password);
        await (await cluster.ActiveAsync()).KillAsync();
        await cluster.ActiveAsync();
    }

    private static IZooKeeperClient NewClient(AtlasCluster cluster, ZooKeeperTlsOptions? tls, AuthInfo identity)
    {
        var options = new ZooKeeperClientOptions { ConnectString = cluster.ZooKeeper.ConnectString, Tls = tls };
        options.Auth.Add(identity);
        return new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
    }

    private static async Task<IReadOnlyList<string>> NodesBelowAsync(IZooKeeperClient client, string parent)
    {
        var found = new List<string>();
        foreach (var child in (await ChildrenAsync(client, parent)).Select(name => ZPath.Combine(parent, name)).Where(path => path != "/zookeeper"))
        {
            found.Add(child);
            found.AddRange(await NodesBelowAsync(client, child));
        }

        return found;
    }

    private static async Task<IReadOnlyList<string>> ChildrenAsync(IZooKeeperClient client, string parent)
    {
        try
        {
            return (await client.GetChildrenAsync(parent)).Children;
        }
        catch (ZooKeeperException gone) when (gone.Code == ZooKeeper.ErrorCode.NoNode && IsOfRehearsal(parent))
        {
            return [];
        }
    }

    private static async Task RefusedAsync(string node, Func<Task> access)
    {
        var code = (await Should.ThrowAsync<ZooKeeperException>(access)).Code;
        if (code != ZooKeeper.ErrorCode.NoNode || !IsOfRehearsal(node))
            code.ShouldBe(ZooKeeper.ErrorCode.NoAuth, node);
    }

    /// <summary>Those come and go by themselves.</summary>
    private static bool IsOfRehearsal(string node) => node.StartsWith("/apache_atlas/rehearsals/", StringComparison.Ordinal);
}
