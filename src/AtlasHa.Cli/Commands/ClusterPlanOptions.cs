using System.CommandLine;
using System.CommandLine.Parsing;
using AtlasHa.Cli.Cluster;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Cli.Commands;

/// <summary>The options of <c>up</c> that say what to start.</summary>
internal sealed class ClusterPlanOptions
{
    private const int MaxInstances = 50;
    private const int MaxPort = 65_535;

    private readonly Option<int> _instances = CommonOptions.InRange("--instances", "N", 3, 1, MaxInstances, "Number of instances, named id1, id2, ...");
    private readonly Option<int> _httpPort = CommonOptions.Port("--http-port", 21_000, "HTTP port of id1; the others get the next ones.");
    private readonly Option<int> _siloPort = CommonOptions.Port("--silo-port", 11_111, "Silo port of id1; the others get the next ones.");
    private readonly Option<int> _gatewayPort = CommonOptions.Port("--gateway-port", 30_000, "Orleans gateway port of id1; the others get the next ones.");
    private readonly Option<string?> _zooKeeper = new("--zookeeper")
    {
        Description = "Use this ensemble instead of starting a local ZooKeeper.",
        HelpName = "HOST:PORT[,...][/CHROOT]",
        CustomParser = ParseConnectString,
    };

    private readonly Option<int> _zooKeeperPort = CommonOptions.Port("--zookeeper-port", 2181, "Port of the local ZooKeeper; if not given and taken, a free one is used.");
    private readonly Option<DirectoryInfo> _models = new("--models") { Description = "Folder of model files that the active instance loads.", HelpName = "DIR" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _instances, _httpPort, _siloPort, _gatewayPort, _zooKeeper, _zooKeeperPort, _models.AcceptExistingOnly() })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_zooKeeper) is not null && result.GetResult(_zooKeeperPort) is { Implicit: false })
                result.AddError("--zookeeper-port is for the local ZooKeeper and does not go together with --zookeeper.");
        });
    }

    public ClusterPlan Read(ParseResult parsed, ClusterLayout layout)
        => new(
            layout,
            parsed.GetValue(_instances),
            new PortBases(PortBase(parsed, _httpPort), PortBase(parsed, _siloPort), PortBase(parsed, _gatewayPort)),
            new ZooKeeperChoice(parsed.GetValue(_zooKeeper), parsed.GetValue(_zooKeeperPort), parsed.GetResult(_zooKeeperPort) is { Implicit: false }),
            parsed.GetValue(_models)?.FullName);

    private static string? ParseConnectString(ArgumentResult result)
    {
        try
        {
            return ConnectString.Parse(result.Tokens[0].Value).ToString();
        }
        catch (FormatException exception)
        {
            result.AddError(exception.Message);
            return null;
        }
    }

    private int PortBase(ParseResult parsed, Option<int> option)
    {
        var (first, count) = (parsed.GetValue(option), parsed.GetValue(_instances));
        return first + count - 1 <= MaxPort
            ? first
            : throw new UsageException($"{option.Name} {first} leaves no room for {count} instances up to port {MaxPort}; choose a lower one.");
    }
}
