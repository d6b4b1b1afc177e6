namespace AtlasHa.TestKit;

/// <summary>Java and the jars of Debian's zookeeper package, as found on this machine.</summary>
internal static class ZooKeeperInstallation
{
    private const string JarFolder = "/usr/share/java";
    private static readonly string[] Jars =
        ["zookeeper.jar", "zookeeper-jute.jar", "slf4j-api.jar", "slf4j-nop.jar", "netty-all.jar", "netty-codec.jar", "snappy-java.jar", "metrics-core.jar"];

    static ZooKeeperInstallation()
    {
        if (Problem() is not null) DebianPackages.TryInstall("zookeeper");
        WhyUnavailable = Problem();
    }

    public static string? Java => FindJava();

    public static string ClassPath { get; } = string.Join(':', Jars.Select(jar => Path.Combine(JarFolder, jar)));

    /// <summary>Null when a server can be started, else what to install.</summary>
    public static string? WhyUnavailable { get; }

    private static string? Problem()
    {
        var missing = Jars.Where(jar => !File.Exists(Path.Combine(JarFolder, jar))).ToArray();
        if (Java is null)
            return "no java on the PATH; install a ZooKeeper server with: apt-get install zookeeper";
        return missing.Length == 0
            ? null
            : $"{string.Join(", ", missing)} not in {JarFolder}; install a ZooKeeper server with: apt-get install zookeeper";
    }

    private static string? FindJava()
    {
        var home = Environment.GetEnvironmentVariable("JAVA_HOME");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
        if (!string.IsNullOrEmpty(home))
            folders = folders.Prepend(Path.Combine(home, "bin"));
        return folders.Select(folder => Path.Combine(folder, "java")).FirstOrDefault(File.Exists);
    }
}
