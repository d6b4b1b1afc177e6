namespace AtlasHa.Cli.Cluster;

/// <summary>Finds the server that the build put beside this tool.</summary>
internal static class ServerLocator
{
    public static string Find() => Find(AppContext.BaseDirectory);

    internal static string Find(string toolDirectory)
    {
        var path = Path.Combine(toolDirectory, "server", "AtlasHa.Server.dll");
        return File.Exists(path)
            ? path
            : throw new CliException($"the server is missing: there is no {path}. Build the tool with its server (dotnet build -c Release src/AtlasHa.Cli), or install the atlas-ha tool again.");
    }
}
