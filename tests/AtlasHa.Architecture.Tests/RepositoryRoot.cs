namespace AtlasHa.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "AtlasHa.Orleans.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"no AtlasHa.Orleans.sln above {AppContext.BaseDirectory}");
    }
}
