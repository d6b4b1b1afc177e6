using System.CommandLine;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Loading;
using Spectre.Console;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha load</c>: sends type definitions and entities to the cluster.</summary>
internal sealed class LoadCommand : Command, IDetailedHelp
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files, or directories of *.json files.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();
    private readonly Option<Uri[]> _urls = CommonOptions.Urls();
    private readonly Option<Credentials?> _user = CommonOptions.User();
    private readonly Option<bool> _keepGoing = new("--keep-going", "-k") { Description = "Go on with the next file after one that failed." };
    private readonly Option<double> _timeout = CommonOptions.Timeout(60, "Give up on a request that no instance has served by then.");

    public LoadCommand(Terminal terminal)
        : base("load", "Sends JSON files of type definitions (Atlas's model files) or entities to the cluster, through any instance.")
    {
        _terminal = terminal;
        Arguments.Add(_paths);
        Options.Add(_data);
        Options.Add(_urls);
        Options.Add(_user);
        Options.Add(_keepGoing);
        Options.Add(_timeout);
        SetAction(RunAsync);
    }

    public string Details =>
        $"""
        Directories are gone through recursively, files before folders, both in name order. Types that exist already
        are left alone, unless the file's typeVersion is newer; entities are created or updated. Requests follow
        redirects to the active instance and are repeated while none is active. Folders named {LoadFiles.PatchesFolder} and files of
        patches are skipped: {FileLoader.PatchesNote}.

        Exit code: 0 when every file was loaded, else 1.

        Examples:
          atlas-ha load models/
          atlas-ha load 0010-base_model.json my_tables.json
          atlas-ha load --url http://host1:21000 --url http://host2:21000 --keep-going data/
        """;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var summary = new LoadSummary();
        var files = LoadFiles.Find(parsed.GetRequiredValue(_paths), skipped: folder =>
        {
            summary.FilesSkipped += Directory.GetFiles(folder, "*.json").Length;
            _terminal.Note($"{folder}: skipped; {FileLoader.PatchesNote}.");
        });
        using var http = new AtlasHttp(Instances(parsed), TimeSpan.FromSeconds(parsed.GetValue(_timeout)), TimeProvider.System, parsed.GetValue(_user));
        var keepGoing = parsed.GetValue(_keepGoing);
        if (_terminal.IsInteractive)
        {
            // Text in between would tear the bar apart.
            var reports = new List<string>();
            await _terminal.Console.Progress().StartAsync(async context =>
            {
                var task = context.AddTask("Loading", maxValue: files.Count);
                await new FileLoader(http, reports.Add).LoadAsync(files, keepGoing, summary, () => task.Increment(1), cancellationToken);
            });
            reports.ForEach(_terminal.Note);
        }
        else
        {
            await new FileLoader(http, _terminal.Note).LoadAsync(files, keepGoing, summary, () => { }, cancellationToken);
        }

        _terminal.Line(summary.ToString());
        return summary.FilesFailed == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }

    private Uri[] Instances(ParseResult parsed)
        => parsed.GetValue(_urls) is { Length: > 0 } urls
            ? urls
            : [.. new ClusterStateFile(new ClusterLayout(parsed.GetRequiredValue(_data).FullName)).Require().Instances.Select(instance => instance.Url)];
}
