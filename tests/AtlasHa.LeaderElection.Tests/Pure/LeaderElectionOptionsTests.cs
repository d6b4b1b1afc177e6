using AtlasHa.LeaderElection.Hosting;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class LeaderElectionOptionsTests
{
    [Fact]
    public void Validator_accepts_the_defaults_with_an_id_and_a_url() => Validate(_ => { }).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a\nb")]
    public void Validator_refuses_an_id_that_is_no_node_name(string id)
        => Validate(options => options.InstanceId = id).FailureMessage!.ShouldContain("LeaderElectionOptions.InstanceId");

    [Theory]
    [InlineData("/relative")]
    [InlineData("ftp://host:21")]
    [InlineData("http://host:21000/?a=b")]
    public void Validator_refuses_a_url_that_nobody_can_be_redirected_to(string url)
        => Validate(options => options.Url = new Uri(url, UriKind.RelativeOrAbsolute)).FailureMessage!.ShouldContain("LeaderElectionOptions.Url");

    [Theory]
    [InlineData("")]
    [InlineData("atlas")]
    [InlineData("/atlas/")]
    [InlineData("/a//b")]
    public void Validator_refuses_a_root_that_is_no_path(string root)
        => Validate(options => options.ZkRoot = root).FailureMessage!.ShouldContain("LeaderElectionOptions.ZkRoot");

    [Theory]
    [InlineData("")]
    [InlineData("host1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Validator_refuses_a_peer_address_that_peers_cannot_connect_to(string address)
        => Validate(options => options.PeerAddress = address).FailureMessage!.ShouldContain("LeaderElectionOptions.PeerAddress");

    [Theory]
    [InlineData("neverActive", "yes")]
    [InlineData("priority", "high")]
    [InlineData("priority", "1.5")]
    public void Validator_refuses_tags_that_the_election_cannot_read(string tag, string value)
        => Validate(options => options.Tags[tag] = value).FailureMessage!.ShouldContain($"Tags:{tag}");

    [Theory]
    [InlineData("neverActive", "True")]
    [InlineData("priority", "-3")]
    [InlineData("zone", "anything")]
    public void Validator_accepts_tags(string tag, string value) => Validate(options => options.Tags[tag] = value).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validator_names_every_failure_at_once()
    {
        var result = Validate(options =>
        {
            options.DefaultActivationDeadline = TimeSpan.Zero;
            options.DeactivationDeadline = TimeSpan.Zero;
            options.SwitchoverDeadline = TimeSpan.Zero;
            options.MaxBackOff = TimeSpan.Zero;
            options.PeerPort = 65536;
        });
        result.Failures!.Count().ShouldBe(5);
    }

    [Fact]
    public async Task Host_does_not_start_when_the_options_are_invalid()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IEpochFence, MemoryFence>();
        builder.Services.AddSingleton<IZooKeeperClientFactory>(new ZooKeeperClientFactory(
            new ZooKeeperClientOptions { ConnectString = "127.0.0.1:1" }, NullLoggerFactory.Instance, TimeProvider.System));
        builder.Services.AddLeaderElection(_ => { });
        using var host = builder.Build();
        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Message.ShouldContain("InstanceId");
    }

    private static ValidateOptionsResult Validate(Action<LeaderElectionOptions> change)
    {
        var options = new LeaderElectionOptions { InstanceId = "id1", Url = new Uri("http://host:21000") };
        change(options);
        return new LeaderElectionOptionsValidator().Validate(null, options);
    }
}
