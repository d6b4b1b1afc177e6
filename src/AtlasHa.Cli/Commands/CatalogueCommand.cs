using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary>A command that asks the active, through any instance, for something that may be asked twice.</summary>
internal abstract class CatalogueCommand : Command
{
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();
    private readonly Option<Uri[]> _urls = CommonOptions.Urls();
    private readonly Option<Credentials?> _user = CommonOptions.User();
    private readonly Option<double> _timeout = CommonOptions.Timeout(60, "Give up when no instance answers within that time.");

    protected CatalogueCommand(string name, string description)
        : base(name, description)
    {
        Options.Add(_data);
        Options.Add(_urls);
        Options.Add(_user);
        Options.Add(_timeout);
        SetAction(RunAsync);
    }

    protected abstract Task ActAsync(AtlasHttp cluster, ParseResult parsed, CancellationToken cancellationToken);

    /// <summary>The answer's body.</summary>
    /// <exception cref="CliException">The request was refused.</exception>
    protected static async Task<JsonNode> AskAsync(AtlasHttp cluster, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? json = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body);
        var answer = await cluster.SendAsync(method, path, json, cancellationToken);
        if (!answer.IsSuccess) throw new CliException($"the cluster refused it: {answer.DescribeError()}");
        return answer.Json() ?? throw new CliException($"{method} {path} was answered without JSON; is this an AtlasHa cluster?");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var urls = parsed.GetValue(_urls) is { Length: > 0 } given
            ? given
            : [.. new ClusterStateFile(new ClusterLayout(parsed.GetRequiredValue(_data).FullName)).Require().Instances.Select(instance => instance.Url)];
        using var cluster = new AtlasHttp(urls, TimeSpan.FromSeconds(parsed.GetValue(_timeout)), TimeProvider.System, parsed.GetValue(_user));
        await ActAsync(cluster, parsed, cancellationToken);
        return ExitCodes.Ok;
    }
}
