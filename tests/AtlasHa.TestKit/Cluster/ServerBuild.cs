namespace AtlasHa.TestKit.Cluster;

/// <summary>The server as the tests' own build made it.</summary>
public static class ServerBuild
{
    /// <summary>Path of <c>AtlasHa.Server.dll</c> in the configuration that the running tests were built in.</summary>
    public static string Dll { get; } = Find();

    private static string Find()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = output;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AtlasHa.Orleans.sln"))) root = root.Parent;
        if (root is null) throw new InvalidOperationException($"no AtlasHa.Orleans.sln above {output}");
        return Path.Combine(root.FullName, "src", "AtlasHa.Server", "bin", output.Parent!.Name, output.Name, "AtlasHa.Server.dll");
    }
}
