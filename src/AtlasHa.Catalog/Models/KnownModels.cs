using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Models.Patches;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models;

/// <summary>
/// Remembers what model files held when they were read last, and types to which a file had nothing to add: a take-over has no time to read a hundred files
/// that say what was there before. Files are known by length and time of their last change. Any thread may use it.
/// </summary>
internal sealed class KnownModels
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Known> _files = new(StringComparer.Ordinal);

    /// <summary>The type definitions of a file.</summary>
    public AtlasTypesDef Types(string path) => (AtlasTypesDef)Of(path, static (_, bytes) => AtlasJson.Parse<AtlasTypesDef>(bytes)).Content;

    /// <summary>The patches of a file, with their ids.</summary>
    public IReadOnlyList<TypeDefPatch> Patches(string path) =>
        (IReadOnlyList<TypeDefPatch>)Of(path, static (file, bytes) => PatchFile.Parse(bytes, Path.GetFileName(file))).Content;

    /// <summary>False when everything in a file of type definitions is there, in the same or a newer version.</summary>
    public bool IsNeeded(string path, TypeRegistry types)
    {
        var file = Of(path, static (_, bytes) => AtlasJson.Parse<AtlasTypesDef>(bytes));
        if (ReferenceEquals(file.NotNeededBy, types))
            return false;
        var needed = ModelMerge.IsNeeded(types, (AtlasTypesDef)file.Content);
        if (!needed)
            file.NotNeededBy = types;
        return needed;
    }

    /// <summary>Reads a folder ahead of a term, whose types are most likely these.</summary>
    public void Learn(string folder, TypeRegistry types)
    {
        // Whoever loads them tells of what cannot be read.
        IReadOnlyList<ModelFile> files = [];
        Try(() => files = ModelFolder.Files(folder));
        foreach (var file in files)
            Try(() => _ = file.IsPatch ? Patches(file.Path).Count > 0 : IsNeeded(file.Path, types));
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception failure) when (ModelFile.IsUnreadable(failure))
        {
            // See above.
        }
    }

    private Known Of(string path, Func<string, byte[], object> parse)
    {
        var file = new FileInfo(path);
        var stamp = (file.Exists ? file.Length : -1, file.LastWriteTimeUtc);
        lock (_lock)
        {
            if (_files.GetValueOrDefault(path) is { } known && known.Stamp == stamp)
                return known;
        }
        var read = new Known(stamp, parse(path, File.ReadAllBytes(path)));
        lock (_lock)
            _files[path] = read;
        return read;
    }

    private sealed class Known((long Length, DateTime Changed) stamp, object content)
    {
        private volatile TypeRegistry? _notNeededBy;

        public (long Length, DateTime Changed) Stamp => stamp;

        public object Content => content;

        public TypeRegistry? NotNeededBy { get => _notNeededBy; set => _notNeededBy = value; }
    }
}
