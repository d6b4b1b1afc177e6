using System.CommandLine;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Loading;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha import</c>: what an Apache Atlas has exported, or has and shows, into the cluster.</summary>
internal sealed class ImportCommand : Command, IDetailedHelp
{
    private readonly Terminal _terminal;
    private readonly Argument<FileInfo?> _file = new("file") { Description = "The ZIP of an Apache Atlas's admin/export.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<Uri[]> _from = CommonOptions.Urls("--from", "Base URL of a running Apache Atlas or AtlasHa to read from, instead of a file; repeatable for its other instances.");
    private readonly Option<string?> _fromUser = new("--from-user")
    {
        Description = $"The source's user. The password is asked for, unless {Credentials.SourceVariable} holds NAME:PASSWORD of this user; it is enough alone.",
        HelpName = "NAME",
    };

    private readonly Option<FileInfo?> _work = new("--work")
    {
        Description = "File for the list of what is to be read with --from, and with .progress for the progress. [default: atlas-import-HOST-PORT.list]",
        HelpName = "FILE",
    };

    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();
    private readonly Option<Uri[]> _urls = CommonOptions.Urls();
    private readonly Option<Credentials?> _user = CommonOptions.User();
    private readonly Option<int> _part = CommonOptions.InRange("--part", "COUNT", 100, 1, 10_000, "Entities that are sent at a time.");
    private readonly Option<double> _timeout = CommonOptions.Timeout(60, "Give up when no instance takes a part, or gives one, within that time.");

    public ImportCommand(Terminal terminal)
        : base("import", "Imports types and entities, with their guids, from an Apache Atlas's export or from a running Atlas, through any instance.")
    {
        _terminal = terminal;
        Arguments.Add(_file);
        foreach (var option in (Option[])[_from, _fromUser, _work, _data, _urls, _user, _part, _timeout]) Options.Add(option);
        SetAction(RunAsync);
    }

    public string Details =>
        """
        Types that are missing are created, older ones updated. Entities keep their guids; one that the cluster refuses is
        reported with the reason and stops no other. Broken off, by Ctrl-C or an outage, it goes on where it was when it is
        run again: the file FILE.progress knows. Repeating a whole import leaves alone what is the same; what differs becomes
        as in the source, also if it was changed in the cluster. What the cluster does not take is tried again when all else
        is there.

        With --from it lists the entities of each type (search/basic), reads them (entity/bulk) and sends them as parts of an
        export. Deleted entities and Atlas's own book-keeping (types __...) are left out; glossaries come along. What is
        created in the source after its type was listed is not seen: run it again for that.

        Exit code: 0 when everything was imported, else 1.

        Examples:
          curl -u admin -X POST -H 'Content-Type: application/json' -o hive.zip http://atlas:21000/api/atlas/admin/export \
            -d '{"itemsToExport":[{"typeName":"hive_db","uniqueAttributes":{"qualifiedName":"sales@cl1"}}]}'
          atlas-ha import hive.zip
          atlas-ha import --from http://atlas:21000 --from-user admin
        """;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(_file);
        var from = parsed.GetValue(_from) ?? [];
        if (file is null == from.Length is 0) throw new UsageException("import takes either a file or --from URL.");
        if (from.Length == 0 && (parsed.GetValue(_fromUser) is not null || parsed.GetValue(_work) is not null))
            throw new UsageException("--from-user and --work go with --from.");

        var totals = file is null ? await CopyAsync(parsed, from, cancellationToken) : await SendAsync(parsed, file.FullName, cancellationToken);
        return totals.Report(_terminal);
    }

    private async Task<ImportTotals> SendAsync(ParseResult parsed, string path, CancellationToken cancellationToken)
    {
        using var export = ExportArchive.Open(path);
        var progress = ImportProgress.Read(path);
        if (progress.Done > 0) _terminal.Note($"Going on after {progress.Done} of {export.Guids.Count} entities.");
        using var http = Cluster(parsed, Instances(parsed));
        var importer = new ExportImporter(http, parsed.GetValue(_part), TimeProvider.System);
        await importer.RunAsync(export, progress, _terminal.Note, cancellationToken);
        progress.Finish();
        return new ImportTotals(export.Guids.Count, progress);
    }

    private async Task<ImportTotals> CopyAsync(ParseResult parsed, Uri[] from, CancellationToken cancellationToken)
    {
        var instances = Instances(parsed);
        if (from.Any(url => instances.Any(instance => instance.Authority == url.Authority)))
            throw new UsageException("--from names an instance of the cluster that is to be imported into.");
        var source = ImportSource.Of(from, parsed.GetValue(_fromUser), _terminal);
        using var cluster = Cluster(parsed, instances);
        using var http = new AtlasHttp(from, Patience(parsed), TimeProvider.System, source.User, _from.Name);
        var work = parsed.GetValue(_work)?.FullName ?? Path.GetFullPath(source.DefaultWork);
        return await new ImportFromUrl(_terminal, source, work).RunAsync(cluster, http, parsed.GetValue(_part), cancellationToken);
    }

    private AtlasHttp Cluster(ParseResult parsed, Uri[] instances) => new(instances, Patience(parsed), TimeProvider.System, parsed.GetValue(_user));

    private TimeSpan Patience(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_timeout));

    private Uri[] Instances(ParseResult parsed)
        => parsed.GetValue(_urls) is { Length: > 0 } urls
            ? urls
            : [.. new ClusterStateFile(new ClusterLayout(parsed.GetRequiredValue(_data).FullName)).Require().Instances.Select(instance => instance.Url)];
}
