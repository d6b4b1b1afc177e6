namespace AtlasHa.Cli.Processes;

/// <summary>Finds programs.</summary>
internal static class Executables
{
    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static string? Find(string name, string path)
        => path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    /// <summary>The dotnet host that runs this tool, or else the one that the environment names.</summary>
    public static string DotNet()
    {
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") return Environment.ProcessPath!;
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? Path.Combine(root, "dotnet") : null,
            Find("dotnet"),
        ];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new CliException("cannot find the dotnet program to start the server with; put it on PATH or set DOTNET_ROOT to its directory.");
    }
}
