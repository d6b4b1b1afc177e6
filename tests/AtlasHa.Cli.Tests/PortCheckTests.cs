using System.Net;
using System.Net.Sockets;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Ensemble;
using AtlasHa.Cli.Processes;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class PortCheckTests : IDisposable
{
    private readonly TcpListener _holder = new(IPAddress.Loopback, 0);

    public PortCheckTests() => _holder.Start();

    public void Dispose() => _holder.Dispose();

    private int Taken => ((IPEndPoint)_holder.LocalEndpoint).Port;

    [Fact]
    public void Taken_port_is_named_with_its_use_holder_and_remedy()
    {
        var message = Should.Throw<CliException>(
            () => PortCheck.RequireFree(IPAddress.Loopback, [new WantedPort(Taken, "HTTP of id1", "--http-port"), new WantedPort(FreePort.Next(), "silo of id1", "--silo-port")])).Message;

        message.ShouldStartWith($"port {Taken} (HTTP of id1) is taken by process {Environment.ProcessId} (");
        message.ShouldEndWith("stop that process or choose another with --http-port.");
        message.ShouldNotContain("silo");
    }

    [Fact]
    public void Free_ports_pass()
        => Should.NotThrow(() => PortCheck.RequireFree(IPAddress.Loopback, [new WantedPort(FreePort.Next(), "HTTP", "--http-port")]));

    [Fact]
    public void ZooKeeper_moves_to_another_port_when_its_usual_one_is_taken()
    {
        var reports = new List<string>();

        var port = LocalZooKeeper.ChoosePort(new ZooKeeperChoice(null, Taken, PortIsFixed: false), reports.Add);

        port.ShouldNotBe(Taken);
        reports.ShouldHaveSingleItem().ShouldContain($"{Taken} is taken");
    }

    [Fact]
    public void ZooKeeper_port_that_was_asked_for_must_be_free()
        => Should.Throw<CliException>(() => LocalZooKeeper.ChoosePort(new ZooKeeperChoice(null, Taken, PortIsFixed: true), _ => { }))
            .Message.ShouldContain("--zookeeper-port");
}
