using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary>A command that is one request to any instance.</summary>
internal abstract class AdminCommand : Command
{
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();
    private readonly Option<Uri[]> _urls = CommonOptions.Urls();
    private readonly Option<Credentials?> _user = CommonOptions.User();

    protected AdminCommand(string name, string description)
        : base(name, description)
    {
        Options.Add(_data);
        Options.Add(_urls);
        Options.Add(_user);
        SetAction(RunAsync);
    }

    /// <summary>For bodies and output; people read both.</summary>
    protected static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    protected abstract Task ActAsync(AdminClient cluster, ParseResult parsed, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var client = new AdminClient(Instances(parsed), parsed.GetValue(_user));
        await ActAsync(client, parsed, cancellationToken);
        return ExitCodes.Ok;
    }

    private Uri[] Instances(ParseResult parsed)
    {
        if (parsed.GetValue(_urls) is { Length: > 0 } urls) return urls;
        var cluster = new ClusterStateFile(new ClusterLayout(parsed.GetRequiredValue(_data).FullName)).Require();
        return cluster.Instances.Where(instance => instance.IsAlive).Select(instance => instance.Url).ToArray() is { Length: > 0 } alive
            ? alive
            : throw new CliException("no instance of this cluster runs; start one with `atlas-ha start INSTANCE`.");
    }
}
