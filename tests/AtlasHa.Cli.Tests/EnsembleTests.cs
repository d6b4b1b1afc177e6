using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Ensemble;
using AtlasHa.Cli.Processes;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Cli.Tests;

public sealed class EnsembleTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Probe_believes_a_server_that_grants_a_session()
        => (await EnsembleProbe.AnswersAsync(await zooKeeper.NewChrootAsync(), TestTimeouts.Short, TestContext.Current.CancellationToken)).ShouldBeTrue();

    [Fact]
    public async Task Unreachable_ensemble_is_named_with_the_way_out()
    {
        var nobody = $"127.0.0.1:{FreePort.Next()}";

        var failure = await Should.ThrowAsync<CliException>(
            () => EnsembleProbe.RequireAsync(nobody, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));

        failure.Message.ShouldContain(nobody);
        failure.Message.ShouldContain("--zookeeper");
    }

    [Fact]
    public async Task Port_that_accepts_but_never_answers_is_no_ZooKeeper()
    {
        using var mute = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        mute.Start();

        (await EnsembleProbe.AnswersAsync($"{mute.LocalEndpoint}", TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task Secured_ensemble_is_reached_with_what_the_environment_names()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        using var authority = new TestAuthority();
        await using var server = await ZooKeeperServerProcess.StartAsync(new() { Tls = authority.IssueServer() });
        var environment = new Dictionary<string, string>
        {
            ["AtlasHa__ZooKeeper__Tls__CaCertificatePath"] = authority.CertificatePath,
            ["AtlasHa__ZooKeeper__Tls__ClientCertificatePath"] = authority.IssueClient("atlas"),
            ["AtlasHa__ZooKeeper__DigestCredentials"] = "atlas:se:cret",
        };
        var options = EnsembleOptions.For(server.ConnectString, TestTimeouts.Short, environment.GetValueOrDefault);
        await using var client = new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();

        await client.CreateAsync("/mine", ReadOnlyMemory<byte>.Empty, CreateMode.Persistent, Acl.CreatorAll, TestContext.Current.CancellationToken);

        (await client.GetAclAsync("/mine", TestContext.Current.CancellationToken)).Acls.ShouldContain(acl => acl.Id.StartsWith("atlas:", StringComparison.Ordinal));
        (await EnsembleProbe.AnswersAsync(server.ConnectString, TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken))
            .ShouldBeFalse("without them there is no way in");
    }

    [Fact]
    public async Task Local_server_starts_answers_and_stops()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        using var directory = new TemporaryDirectory();
        using var runner = new ProcessRunner();
        var java = JavaInstallation.Find(JavaInstallation.DebianJars, JavaInstallation.FindJava(), out _)!;
        var started = await new LocalZooKeeper(new ClusterLayout(directory.Path), runner).StartAsync(java, FreePort.Next(), dieWithParent: true);

        await Eventually.TrueAsync(
            "the local server answers",
            () => EnsembleProbe.AnswersAsync(started.ConnectString, TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken),
            TestTimeouts.Long);
        await new ProcessStopper(TimeProvider.System).StopAsync([started.Process!], TestTimeouts.Short, TestContext.Current.CancellationToken);

        ProcessTable.IsAlive(started.Process).ShouldBeFalse();
    }

    [Fact]
    public void Missing_java_and_jars_are_all_named()
    {
        using var empty = new TemporaryDirectory();

        JavaInstallation.Find(empty.Path, java: null, out var missing).ShouldBeNull();

        missing.ShouldContain("java");
        missing.ShouldContain(Path.Combine(empty.Path, "zookeeper.jar"));
    }

    [Theory]
    [InlineData(false, true, "Install Java and ZooKeeper")]
    [InlineData(true, false, "sudo apt-get update && sudo apt-get install -y --no-install-recommends zookeeper")]
    public void What_cannot_be_installed_from_here_is_explained(bool isDebian, bool isRoot, string expected)
    {
        var message = Should.Throw<CliException>(() => DebianPackage.RequireInstallable(["java"], isDebian, isRoot)).Message;

        message.ShouldStartWith("a local ZooKeeper needs java");
        message.ShouldContain(expected);
        message.ShouldContain("--zookeeper HOST:PORT");
    }

    [Fact]
    public void Missing_server_says_how_to_build_it()
        => Should.Throw<CliException>(() => ServerLocator.Find("/nowhere")).Message.ShouldContain("dotnet build -c Release src/AtlasHa.Cli");
}
