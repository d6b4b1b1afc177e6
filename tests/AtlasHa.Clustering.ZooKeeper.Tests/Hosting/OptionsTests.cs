using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Hosting;

/// <summary>A host with options that cannot work does not start, and says which option and what to do.</summary>
public sealed class OptionsTests
{
    [Fact]
    public async Task Silo_does_not_start_without_a_connection_string()
        => (await FailureAsync(options => options.ConnectionString = ""))
            .ShouldBe(
                "ZooKeeperClusteringSiloOptions.ConnectionString is not set. Set it to host:port[,host:port...][/path], in code "
                + "(UseZooKeeperClustering(o => o.ConnectionString = ...)) or in configuration (Orleans:Clustering:ConnectionString).");

    [Fact]
    public async Task Client_does_not_start_without_a_connection_string()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleansClient(client => client.UseZooKeeperClustering((ZooKeeperGatewayListProviderOptions _) => { }));
        using var host = builder.Build();

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync()))
            .Message.ShouldStartWith("ZooKeeperGatewayListProviderOptions.ConnectionString is not set.");
    }

    [Theory]
    [InlineData("localhost:port", "port")]
    [InlineData("/path/only", "server")]
    [InlineData("localhost:2181//x", "path")]
    public async Task Connection_string_must_be_readable(string connectionString, string because)
    {
        var failure = await FailureAsync(options => options.ConnectionString = connectionString);

        failure.ShouldStartWith("ZooKeeperClusteringSiloOptions.ConnectionString cannot be read: ");
        failure.ShouldContain(because);
    }

    [Fact]
    public async Task Connection_string_and_factory_exclude_each_other()
        => (await FailureAsync(options => options.ClientFactory = _ => throw new InvalidOperationException()))
            .ShouldBe("ZooKeeperClusteringSiloOptions.ClientFactory and ConnectionString are both set. Remove one of them.");

    [Fact]
    public async Task Tls_and_factory_exclude_each_other()
        => (await FailureAsync(options => (options.ClientFactory, options.ConnectionString, options.Tls) = (_ => throw new InvalidOperationException(), "", new())))
            .ShouldBe("ZooKeeperClusteringSiloOptions.Tls has no effect on a ClientFactory. Give it to the factory's client.");

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var failure = await FailureAsync(options =>
        {
            options.SessionTimeout = TimeSpan.Zero;
            options.DigestCredentials = "secret";
            options.NodeAcl = Array.Empty<Acl>();
        });

        failure.ShouldContain("ZooKeeperClusteringSiloOptions.SessionTimeout is 00:00:00. Set it between 00:00:01 and 00:10:00");
        failure.ShouldContain("ZooKeeperClusteringSiloOptions.DigestCredentials has no user name. Write it as user:password.");
        failure.ShouldContain("ZooKeeperClusteringSiloOptions.NodeAcl is empty");
        failure.ShouldNotContain("secret");
    }

    private static async Task<string> FailureAsync(Action<ZooKeeperClusteringSiloOptions> change)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo => silo.UseZooKeeperClustering(options =>
        {
            options.ConnectionString = $"127.0.0.1:{FreePort.Next()}";
            change(options);
        }));
        using var host = builder.Build();
        return (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Message;
    }
}
