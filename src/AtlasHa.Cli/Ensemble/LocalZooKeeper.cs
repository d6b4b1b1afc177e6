using System.Net;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Ensemble;

/// <summary>A single ZooKeeper server on loopback that belongs to the cluster's data directory.</summary>
internal sealed class LocalZooKeeper(ClusterLayout layout, ProcessRunner runner)
{
    public const string LogName = "zookeeper";

    private const string ServerClass = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

    /// <summary>Starts the server; it may not answer yet when this returns.</summary>
    public async Task<ZooKeeperState> StartAsync(JavaInstallation java, int port, bool dieWithParent)
    {
        var configuration = WriteConfiguration(port);
        var child = new ChildProcess(
            java.Java,
            [
                "-Xmx256m", "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
                "-cp", java.ClassPath, ServerClass, configuration,
            ],
            layout.ZooKeeperDirectory,
            layout.LogFile(LogName));
        var process = await runner.StartAsync(child, dieWithParent);
        return new ZooKeeperState($"127.0.0.1:{port}", process);
    }

    /// <summary>The port to use: the wanted one, or another if it is taken and was not asked for.</summary>
    public static int ChoosePort(ZooKeeperChoice choice, Action<string> report)
    {
        if (PortCheck.IsFree(IPAddress.Loopback, choice.LocalPort)) return choice.LocalPort;
        if (choice.PortIsFixed) PortCheck.RequireFree(IPAddress.Loopback, [new WantedPort(choice.LocalPort, "ZooKeeper", "--zookeeper-port")]);
        var port = PortCheck.FindFree(IPAddress.Loopback);
        report($"ZooKeeper's usual port {choice.LocalPort} is taken{PortCheck.Holder(choice.LocalPort)}; using {port}.");
        return port;
    }

    private string WriteConfiguration(int port)
    {
        var data = Path.Combine(layout.ZooKeeperDirectory, "data");
        Directory.CreateDirectory(data);
        var file = Path.Combine(layout.ZooKeeperDirectory, "zoo.cfg");
        File.WriteAllText(file, $"""
            dataDir={data}
            clientPort={port}
            clientPortAddress=127.0.0.1
            tickTime=500
            admin.enableServer=false
            4lw.commands.whitelist=*

            """);
        return file;
    }
}
