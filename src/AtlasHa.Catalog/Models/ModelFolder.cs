namespace AtlasHa.Catalog.Models;

/// <summary>The order in which a folder of models is read.</summary>
internal static class ModelFolder
{
    private const string Pattern = "*.json";
    private const string PatchesFolder = "patches";

    /// <summary>The JSON files of each sub-folder, then those in the folder itself; of each its patches last. All in order of their names.</summary>
    public static IReadOnlyList<ModelFile> Files(string folder) =>
    [
        .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Where(sub => Path.GetFileName(sub) != PatchesFolder).SelectMany(FilesIn),
        .. FilesIn(folder),
    ];

    private static IEnumerable<ModelFile> FilesIn(string folder)
    {
        var patches = Path.Combine(folder, PatchesFolder);
        return Named(folder, isPatch: false).Concat(Directory.Exists(patches) ? Named(patches, isPatch: true) : []);
    }

    private static IEnumerable<ModelFile> Named(string folder, bool isPatch) =>
        Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal).Select(file => new ModelFile(file, isPatch));
}
