namespace AtlasHa.Cli.Loading;

/// <summary>Finds the files that <c>load</c> was pointed at, in the order in which they are sent.</summary>
internal static class LoadFiles
{
    public const string PatchesFolder = "patches";

    /// <summary>
    /// Files as given; directories with their <c>*.json</c> files first and then their folders, both in ordinal name order,
    /// as Atlas goes through its models folder. Folders named <c>patches</c> are handed to <paramref name="skipped"/> instead.
    /// </summary>
    /// <exception cref="CliException">A path does not exist, or none of them holds a JSON file.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths, Action<string> skipped)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path)) files.Add(path);
            else if (Directory.Exists(path)) AddDirectory(path, files, skipped);
            else throw new CliException($"there is no file or directory {path}.");
        }

        return files.Count > 0 ? files : throw new CliException($"there is no .json file in {string.Join(", ", paths)}.");
    }

    private static void AddDirectory(string directory, List<string> files, Action<string> skipped)
    {
        files.AddRange(Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal));
        foreach (var folder in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(folder) == PatchesFolder) skipped(folder);
            else AddDirectory(folder, files, skipped);
        }
    }
}
