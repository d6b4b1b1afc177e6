using System.Text.Json;

namespace AtlasHa.Cli.Loading;

/// <summary>How far an import has come, in a file beside the export, so that it can go on where it was broken off.</summary>
internal sealed class ImportProgress
{
    private readonly string _path;
    private State _state;

    private ImportProgress(string path, State state) => (_path, _state) = (path, state);

    public bool TypesDone => _state.TypesDone;

    /// <summary>Entities that were sent, in the export's order.</summary>
    public int Done => _state.Done;

    public IReadOnlyList<SkippedEntity> Skipped => _state.Skipped;

    /// <summary>The progress of this export, or none if the file has changed since.</summary>
    public static ImportProgress Read(string export)
    {
        var path = export + ".progress";
        var file = new FileInfo(export);
        var stamp = $"{file.Length} {file.LastWriteTimeUtc:O}";
        var earlier = File.Exists(path) ? JsonSerializer.Deserialize<State>(File.ReadAllText(path)) : null;
        return new ImportProgress(path, earlier?.Export == stamp ? earlier : new State(stamp, false, 0, []));
    }

    public void Add(int entities, IEnumerable<SkippedEntity> skipped)
    {
        _state = _state with { TypesDone = true, Done = _state.Done + entities, Skipped = [.. _state.Skipped, .. skipped] };
        File.WriteAllText(_path + ".new", JsonSerializer.Serialize(_state));
        File.Move(_path + ".new", _path, overwrite: true);
    }

    public void Finish() => File.Delete(_path);

    private sealed record State(string Export, bool TypesDone, int Done, IReadOnlyList<SkippedEntity> Skipped);
}
