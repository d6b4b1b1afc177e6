using AtlasHa.Cli.Loading;
using AtlasHa.Cli.Tests.Support;

namespace AtlasHa.Cli.Tests;

public sealed class LoadFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Files_come_before_folders_and_both_in_ordinal_order()
    {
        foreach (var file in new[] { "b/2.json", "b/10.json", "a/x.json", "a/deep/y.json", "B.json", "a.json", "a/readme.md", "a/patches/001.json" })
            _directory.Write(file, "{}");
        var skipped = new List<string>();

        var files = LoadFiles.Find([_directory.Path], skipped.Add);

        files.Select(Relative).ShouldBe(["B.json", "a.json", "a/x.json", "a/deep/y.json", "b/10.json", "b/2.json"]);
        skipped.Select(Relative).ShouldBe(["a/patches"]);
    }

    [Fact]
    public void Paths_keep_the_order_in_which_they_were_given()
    {
        var late = _directory.Write("z.json", "{}");
        var early = _directory.Write("a.txt", "{}");

        LoadFiles.Find([late, early], _ => { }).ShouldBe([late, early]);
    }

    [Fact]
    public void Missing_path_is_named() => Should.Throw<CliException>(() => LoadFiles.Find(["/nowhere"], _ => { })).Message.ShouldContain("/nowhere");

    [Fact]
    public void Directory_without_json_is_a_failure()
        => Should.Throw<CliException>(() => LoadFiles.Find([_directory.Path], _ => { })).Message.ShouldContain("no .json file");

    [Theory]
    [InlineData("1.1", "1.0", true)]
    [InlineData("1.10", "1.9", true)]
    [InlineData("2", "1.9.9", true)]
    [InlineData("1.0.1", "1.0", true)]
    [InlineData("1.0", "1.0", false)]
    [InlineData("1", "1.0", false)]
    [InlineData("1.9", "1.10", false)]
    [InlineData("1.0", "1.1", false)]
    [InlineData(null, "1.0", false)]
    [InlineData("1.1", null, true)]
    [InlineData("1.b", "1.a", true)]
    public void Version_is_newer_by_its_numbers(string? candidate, string? existing, bool newer) => TypeVersion.IsNewer(candidate, existing).ShouldBe(newer);

    [Theory]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "no valid JSON")]
    [InlineData("""{"other":1}""", "neither type definitions")]
    public void Unusable_document_says_why(string content, string expected)
        => Should.Throw<CliException>(() => LoadDocument.Parse(System.Text.Encoding.UTF8.GetBytes(content))).Message.ShouldContain(expected);

    private string Relative(string path) => Path.GetRelativePath(_directory.Path, path);
}
