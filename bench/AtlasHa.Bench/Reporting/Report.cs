using System.Text.Json;
using System.Text.Json.Nodes;

namespace AtlasHa.Bench.Reporting;

/// <summary>One benchmark's section: markdown as it comes, raw samples as JSON lines in a file of its own.</summary>
internal sealed class Report : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TextWriter _markdown;
    private readonly StreamWriter _raw;
    private readonly string _path;

    /// <summary>Writes the section's head to both; an earlier file of the same benchmark and day is replaced.</summary>
    public Report(IBenchmark benchmark, BenchSettings settings, DirectoryInfo folder, TextWriter markdown)
    {
        _markdown = markdown;
        var now = DateTime.UtcNow;
        var command = $"bench/run {benchmark.Name}{settings.CommandLine}";
        _path = Path.Combine(folder.FullName, $"{now:yyyy-MM-dd}-{benchmark.Name}");
        var file = $"{_path}.jsonl";
        _raw = new StreamWriter(file) { AutoFlush = true };
        Raw(new { benchmark = benchmark.Name, command, at = now, Machine.Cores, Machine.Processor, Machine.Commit, Machine.Runtime });
        _markdown.WriteLine($"""

            ## {benchmark.Name}: {now:yyyy-MM-dd}, {Machine.Cores} cores ({Machine.Processor}), {Machine.Runtime}, commit {Machine.Commit}

            `{command}`; raw samples in `{Path.GetRelativePath(Machine.RepositoryRoot, file)}`. {benchmark.Description}

            """);
        _markdown.Flush();
    }

    /// <summary>One sample: any object or JSON node, as a line.</summary>
    public void Raw<T>(T sample) => _raw.WriteLine(sample is JsonNode node ? node.ToJsonString(Json) : JsonSerializer.Serialize(sample, Json));

    public void Line(string text)
    {
        _markdown.WriteLine(text);
        _markdown.WriteLine();
        _markdown.Flush();
    }

    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        _markdown.WriteLine($"| {string.Join(" | ", head)} |");
        _markdown.WriteLine($"|{string.Concat(head.Select(_ => "---|"))}");
        foreach (var row in rows) _markdown.WriteLine($"| {string.Join(" | ", row)} |");
        _markdown.WriteLine();
        _markdown.Flush();
    }

    /// <summary>A picture beside the raw samples, and a link to it.</summary>
    /// <param name="suffix">Tells this picture's file from the others of the run.</param>
    public void Picture(string title, string suffix, string svg)
    {
        var file = $"{_path}-{suffix}.svg";
        File.WriteAllText(file, svg);
        Line($"![{title}](raw/{Path.GetFileName(file)})");
    }

    /// <summary>Tells whoever waits at the terminal how far it is.</summary>
    public static void Progress(string text) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {text}");

    public ValueTask DisposeAsync() => _raw.DisposeAsync();
}
