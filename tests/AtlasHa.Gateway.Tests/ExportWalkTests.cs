using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Export;

namespace AtlasHa.Gateway.Tests;

/// <summary>Where an export goes: two tables of one database, with a part each, and a process that makes the second of the first.</summary>
public sealed class ExportWalkTests
{
    private static readonly Dictionary<string, (string[] Outward, string[] Inward, string[] Parts)> Shop = new()
    {
        ["db"] = ([], ["t1", "t2"], []),
        ["t1"] = (["db", "c1"], ["p"], ["c1"]),
        ["t2"] = (["db"], ["p"], []),
        ["p"] = (["t1", "t2"], [], []),
        ["c1"] = ([], ["t1"], []),
    };

    [Theory]
    [InlineData(false, false, "t1", "t1 db t2 p")]
    [InlineData(false, true, "t1", "t1 db t2")]
    [InlineData(true, false, "t1", "t1 db t2 p")]
    [InlineData(true, true, "t1", "t1 db")]
    [InlineData(true, false, "db", "db t1 t2 p")]
    [InlineData(true, false, "p", "t1 t2 db p")]
    [InlineData(true, true, "t1 c1", "t1 c1 db")]
    public void Walk_goes_where_its_options_lead(bool isConnected, bool skipsLineage, string start, string expected)
    {
        foreach (var atOnce in new[] { 1, 2, 10 })
        {
            var walk = new ExportWalk(isConnected, skipsLineage);
            walk.Start(start.Split(' '));
            List<string> written = [];
            while (walk.Take(atOnce) is { Count: > 0 } guids)
                written.AddRange(guids.Where(guid => walk.Arrive(Read(guid))));

            written.ShouldBeUnique();
            walk.Order.ShouldBe(written, ignoreOrder: true);
            written.Where(guid => guid != "c1").ShouldBe(expected.Split(' ').Where(guid => guid != "c1"), ignoreOrder: true);
            if (written.Contains("p")) walk.Order.Last().ShouldBe("p", "what a process reads and writes comes before it");
        }
    }

    private static ExportedEntity Read(string guid)
    {
        var (outward, inward, parts) = Shop[guid];
        return new ExportedEntity
        {
            Entity = new AtlasEntityWithExtInfo
            {
                Entity = new AtlasEntity { Guid = guid },
                ReferredEntities = parts.ToDictionary(part => part, part => (AtlasEntity?)new AtlasEntity { Guid = part }),
            },
            IsProcess = guid == "p",
            Links = [.. outward.Select(other => new ExportLink(other, IsOutward: true, other == "p")), .. inward.Select(other => new ExportLink(other, IsOutward: false, other == "p"))],
        };
    }
}
