namespace AtlasHa.Catalog.Models;

/// <summary>The order in which a folder of models is read.</summary>
internal static class ModelFolder
{
    private const string Pattern = "*.json";

    /// <summary>The JSON files of each sub-folder, both in order of their names, then those in the folder itself.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
    [
        .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).SelectMany(FilesIn),
        .. FilesIn(folder),
    ];

    private static IEnumerable<string> FilesIn(string folder) => Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal);
}
