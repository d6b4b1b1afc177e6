using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Ensemble;

/// <summary>What a local ZooKeeper server runs with: a java program and the server's jars.</summary>
internal sealed record JavaInstallation(string Java, string ClassPath)
{
    public const string DebianJars = "/usr/share/java";

    private static readonly string[] Jars = ["zookeeper", "zookeeper-jute", "slf4j-api", "slf4j-simple", "netty-all", "snappy-java", "metrics-core"];

    /// <summary>The installation in a directory laid out like Debian's, or null with what is missing in <paramref name="missing"/>.</summary>
    public static JavaInstallation? Find(string jarDirectory, string? java, out IReadOnlyList<string> missing)
    {
        var jars = Jars.Select(name => Path.Combine(jarDirectory, name + ".jar")).ToList();
        missing = [.. java is null ? ["java"] : Array.Empty<string>(), .. jars.Where(jar => !File.Exists(jar))];
        return missing.Count == 0 ? new JavaInstallation(java!, string.Join(':', jars)) : null;
    }

    /// <summary>The java program: JAVA_HOME's, else the one on PATH.</summary>
    public static string? FindJava()
        => Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home && File.Exists(Path.Combine(home, "bin", "java"))
            ? Path.Combine(home, "bin", "java")
            : Executables.Find("java");
}
