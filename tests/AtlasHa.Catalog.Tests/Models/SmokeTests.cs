using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Tests.Models;

public sealed class SmokeTests
{
    [Fact]
    public void All()
    {
        var r = TypeRegistry.Empty;
        var failures = new List<string>();
        foreach (var d in Directory.GetDirectories(AtlasModelFiles.FolderOrSkip()).Order())
            foreach (var f in Directory.GetFiles(d, "*.json").Order())
            {
                try { r = r.With(AtlasJson.Parse<AtlasTypesDef>(File.ReadAllBytes(f))); }
                catch (Exception e) { failures.Add(Path.GetFileName(f) + ": " + e.Message); }
            }
        failures.ShouldBeEmpty();
        r.Types.Count().ShouldBe(228);
    }
}
