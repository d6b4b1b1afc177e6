using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Output;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha status</c>: who is active, and how the others are.</summary>
internal sealed class StatusCommand : Command, IDetailedHelp
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Terminal _terminal;
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();
    private readonly Option<Uri[]> _urls = CommonOptions.Urls();
    private readonly Option<Credentials?> _user = CommonOptions.User();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, in the shape of GET /api/atlas/admin/instances." };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on showing it until Ctrl-C." };

    public StatusCommand(Terminal terminal)
        : base("status", "Shows every instance: state, epoch, uptime, time since its last contact with ZooKeeper and the store.")
    {
        _terminal = terminal;
        Options.Add(_data);
        Options.Add(_urls);
        Options.Add(_user);
        Options.Add(_json);
        Options.Add(_watch);
        Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetValue(_watch)) result.AddError("--json and --watch do not go together.");
        });
        SetAction(RunAsync);
    }

    public string Details =>
        """
        Asks any instance that answers. Instances of the local cluster whose process has ended are DOWN; those that
        run but do not answer are UNREACHABLE.

        Exit code: 0 when exactly one instance is ACTIVE, else 1.

        Examples:
          atlas-ha status
          atlas-ha status --json
          atlas-ha status --url http://host1:21000 --url http://host2:21000 --watch
        """;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var probe = new InstanceProbe(parsed.GetValue(_user));
        var reader = new StatusReader(probe);
        var stateFile = new ClusterStateFile(new ClusterLayout(parsed.GetRequiredValue(_data).FullName));
        ClusterView? last = null;
        async Task<ClusterView?> ReadAsync(CancellationToken token)
            => last = parsed.GetValue(_urls) is { Length: > 0 } urls
                ? await reader.ReadAsync(urls, token)
                : await reader.ReadAsync(stateFile.Require(), token);

        if (parsed.GetValue(_watch))
        {
            await new StatusDisplay(_terminal, TimeProvider.System).ShowAsync(ReadAsync, cancellationToken);
            return last is { HasOneActive: true } ? ExitCodes.Ok : ExitCodes.Failure;
        }

        var view = (await ReadAsync(cancellationToken))!;
        if (parsed.GetValue(_json)) _terminal.Line(JsonSerializer.Serialize(view, Json));
        else _terminal.Console.Write(StatusTable.Create(view, framed: _terminal.IsInteractive));
        return view.HasOneActive ? ExitCodes.Ok : ExitCodes.Failure;
    }
}
