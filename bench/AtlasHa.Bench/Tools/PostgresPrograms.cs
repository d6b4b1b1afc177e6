namespace AtlasHa.Bench.Tools;

/// <summary>Programs of Debian's PostgreSQL packages, which are not on the PATH.</summary>
internal static class PostgresPrograms
{
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>Folder of the newest version's programs; call after something has made sure that the package is there.</summary>
    public static string Folder => Directory.GetDirectories(Versions)
        .OrderBy(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin"))
        .Last(folder => File.Exists(Path.Combine(folder, "postgres")));

    public static string Find(string program) => Path.Combine(Folder, program);
}
