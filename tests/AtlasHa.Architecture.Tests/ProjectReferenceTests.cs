using System.Xml.Linq;

namespace AtlasHa.Architecture.Tests;

/// <summary>Reads the project files: the arrows between the parts are those of docs/architecture.md and no others.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["AtlasHa.ZooKeeper"] = [],
        ["AtlasHa.LeaderElection"] = ["AtlasHa.ZooKeeper"],
        ["AtlasHa.Clustering.ZooKeeper"] = ["AtlasHa.ZooKeeper"],
        ["AtlasHa.Catalog.Model"] = [],
        ["AtlasHa.Catalog"] = ["AtlasHa.Catalog.Model"],
        ["AtlasHa.Users"] = [],
        ["AtlasHa.Storage"] = ["AtlasHa.Catalog"],
        ["AtlasHa.Notifications"] = ["AtlasHa.Catalog"],
        ["AtlasHa.Silo"] = ["AtlasHa.LeaderElection", "AtlasHa.Catalog"],
        ["AtlasHa.Gateway"] = ["AtlasHa.Catalog.Model", "AtlasHa.LeaderElection", "AtlasHa.Users"],
        ["AtlasHa.Client"] = ["AtlasHa.Catalog.Model", "AtlasHa.Clustering.ZooKeeper", "AtlasHa.LeaderElection"],
        ["AtlasHa.Cli"] = ["AtlasHa.Catalog.Model", "AtlasHa.Users", "AtlasHa.ZooKeeper"],
        ["AtlasHa.Server"] = ["*"],
    };

    public static TheoryData<string> Projects() => new(Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.csproj", SearchOption.AllDirectories));

    [Theory, MemberData(nameof(Projects))]
    public void Project_references_only_what_the_design_allows(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        Allowed.ShouldContainKey(name, $"{name} is not in the design: add it to docs/architecture.md and to this table");
        if (Allowed[name] is ["*"]) return;
        References(file).Except(Allowed[name]).ShouldBeEmpty($"{name} may not reference these");
    }

    [Fact]
    public void Project_files_are_found() => Projects().Count.ShouldBeGreaterThan(9);

    [Fact]
    public void Election_knows_neither_Orleans_nor_AspNet()
    {
        var packages = XDocument.Load(Path.Combine(RepositoryRoot.Path, "src/AtlasHa.LeaderElection/AtlasHa.LeaderElection.csproj"))
            .Descendants().Where(e => e.Name.LocalName is "PackageReference" or "FrameworkReference").Select(e => (string)e.Attribute("Include")!);
        packages.ShouldNotContain(p => p.Contains("Orleans", StringComparison.Ordinal) || p.Contains("AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void No_namespace_hides_Orleans()
    {
        var hiding = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadLines(f).Any(line => line.StartsWith("namespace AtlasHa.Orleans", StringComparison.Ordinal)));
        hiding.ShouldBeEmpty("a namespace AtlasHa.Orleans hides Orleans from everything below AtlasHa");
    }

    /// <summary>References that bring an assembly; one that only makes another project build first is no arrow.</summary>
    private static IEnumerable<string> References(string file) => XDocument.Load(file).Descendants("ProjectReference")
        .Where(e => (string?)e.Attribute("ReferenceOutputAssembly") != "false")
        .Select(e => Path.GetFileNameWithoutExtension(((string)e.Attribute("Include")!).Replace('\\', '/')));
}
