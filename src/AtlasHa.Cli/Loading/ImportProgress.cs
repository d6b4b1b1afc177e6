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

    /// <summary>Of those, the ones that were not there to be sent: deleted, or gone since they were listed.</summary>
    public int LeftOut => _state.LeftOut;

    public IReadOnlyList<SkippedEntity> Skipped => _state.Skipped;

    /// <summary>Types that the cluster refused, when it was given them one by one.</summary>
    public IReadOnlyList<SkippedEntity> RefusedTypes => _state.RefusedTypes ?? [];

    /// <summary>The progress of this export, or none if the file has changed since.</summary>
    public static ImportProgress Read(string export)
    {
        var path = export + ".progress";
        var file = new FileInfo(export);
        var stamp = $"{file.Length} {file.LastWriteTimeUtc:O}";
        var earlier = File.Exists(path) ? JsonSerializer.Deserialize<State>(File.ReadAllText(path)) : null;
        return new ImportProgress(path, earlier?.Export == stamp ? earlier : new State(stamp, false, 0, []));
    }

    public void Add(int entities, IEnumerable<SkippedEntity> skipped, int leftOut = 0)
        => Save(_state with { TypesDone = true, Done = _state.Done + entities, LeftOut = _state.LeftOut + leftOut, Skipped = [.. _state.Skipped, .. skipped] });

    public void AddTypes(IReadOnlyList<SkippedEntity> refused) => Save(_state with { TypesDone = true, RefusedTypes = refused });

    /// <summary>What was skipped was sent again: this is what is left of it.</summary>
    public void Retried(IReadOnlyList<SkippedEntity> skipped, int leftOut) => Save(_state with { Skipped = skipped, LeftOut = _state.LeftOut + leftOut });

    public void Finish() => File.Delete(_path);

    private void Save(State state)
    {
        _state = state;
        File.WriteAllText(_path + ".new", JsonSerializer.Serialize(_state));
        File.Move(_path + ".new", _path, overwrite: true);
    }

    private sealed record State(
        string Export, bool TypesDone, int Done, IReadOnlyList<SkippedEntity> Skipped, int LeftOut = 0, IReadOnlyList<SkippedEntity>? RefusedTypes = null);
}
