namespace AtlasHa.Catalog.Tests.Models;

/// <summary>Apache Atlas's own model files, which are not part of this repository.</summary>
internal static class AtlasModelFiles
{
    /// <summary>The folder named by ATLAS_MODELS, or ../shared/atlas-models beside the repository; skips the test when there is none.</summary>
    public static string FolderOrSkip()
    {
        var folder = Environment.GetEnvironmentVariable("ATLAS_MODELS") ?? Path.Combine(RepositoryRoot(), "..", "shared", "atlas-models");
        Assert.SkipUnless(Directory.Exists(folder), $"Atlas's model files are not at {folder}; set ATLAS_MODELS to their folder");
        return folder;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AtlasHa.Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run below the repository's root");
    }
}
