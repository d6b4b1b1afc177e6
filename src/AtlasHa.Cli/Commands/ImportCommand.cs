using System.CommandLine;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Loading;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha import</c>: what an Apache Atlas has exported, into the cluster.</summary>
internal sealed class ImportCommand : Command, IDetailedHelp
{
    private readonly Terminal _terminal;
    private readonly Argument<FileInfo> _file = new("file") { Description = "The ZIP of an Apache Atlas's admin/export." };
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();
    private readonly Option<Uri[]> _urls = CommonOptions.Urls();
    private readonly Option<Credentials?> _user = CommonOptions.User();
    private readonly Option<int> _part = CommonOptions.InRange("--part", "COUNT", 100, 1, 10_000, "Entities that are sent at a time.");
    private readonly Option<double> _timeout = CommonOptions.Timeout(60, "Give up when no instance takes a part within that time.");

    public ImportCommand(Terminal terminal)
        : base("import", "Imports what an Apache Atlas has exported (types and entities, with their guids), through any instance.")
    {
        _terminal = terminal;
        Arguments.Add(_file);
        Options.Add(_data);
        Options.Add(_urls);
        Options.Add(_user);
        Options.Add(_part);
        Options.Add(_timeout);
        SetAction(RunAsync);
    }

    public string Details =>
        """
        Types that are missing are created, older ones updated. Entities keep their guids; one that the cluster refuses is
        reported with the reason and stops no other. Broken off, by Ctrl-C or an outage, it goes on where it was when it is
        run again: the file FILE.progress knows. Repeating a whole import changes nothing.

        Exit code: 0 when everything was imported, else 1.

        Example:
          curl -u admin -X POST -H 'Content-Type: application/json' -o hive.zip http://atlas:21000/api/atlas/admin/export \
            -d '{"itemsToExport":[{"typeName":"hive_db","uniqueAttributes":{"qualifiedName":"sales@cl1"}}]}'
          atlas-ha import hive.zip
        """;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(_file).FullName;
        using var export = ExportArchive.Open(path);
        var progress = ImportProgress.Read(path);
        if (progress.Done > 0) _terminal.Note($"Going on after {progress.Done} of {export.Guids.Count} entities.");
        using var http = new AtlasHttp(Instances(parsed), TimeSpan.FromSeconds(parsed.GetValue(_timeout)), TimeProvider.System, parsed.GetValue(_user));
        var importer = new ExportImporter(http, parsed.GetValue(_part));
        await importer.RunAsync(export, progress, done => _terminal.Note($"{done} of {export.Guids.Count} entities"), cancellationToken);
        progress.Finish();

        foreach (var skipped in progress.Skipped) _terminal.Note($"skipped {skipped.TypeName} {skipped.Guid}: {skipped.Reason}");
        _terminal.Line($"{export.Guids.Count - progress.Skipped.Count} of {export.Guids.Count} entities imported, {progress.Skipped.Count} skipped.");
        return progress.Skipped.Count == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }

    private Uri[] Instances(ParseResult parsed)
        => parsed.GetValue(_urls) is { Length: > 0 } urls
            ? urls
            : [.. new ClusterStateFile(new ClusterLayout(parsed.GetRequiredValue(_data).FullName)).Require().Instances.Select(instance => instance.Url)];
}
