using AtlasHa.LeaderElection.Nodes;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class ElectionPathsTests
{
    [Fact]
    public void Paths_are_those_of_Apache_Atlas_below_the_root()
    {
        var paths = new ElectionPaths("/apache_atlas");
        paths.Address.ShouldBe("/apache_atlas/active_server_info");
        paths.Queue.ShouldBe("/apache_atlas/leader_elector_path");
        paths.Instance("id1").ShouldBe("/apache_atlas/instances/id1");
        paths.Switchover.ShouldBe("/apache_atlas/control/switchover");
        paths.Pause.ShouldBe("/apache_atlas/control/pause");
        paths.Epoch.ShouldBe("/apache_atlas/epoch");
    }

    [Theory]
    [InlineData("/", new[] { "/leader_elector_path", "/instances", "/control" })]
    [InlineData("/a", new[] { "/a", "/a/leader_elector_path", "/a/instances", "/a/control" })]
    [InlineData("/a/b/c", new[] { "/a", "/a/b", "/a/b/c", "/a/b/c/leader_elector_path", "/a/b/c/instances", "/a/b/c/control" })]
    public void Parents_come_outermost_first(string root, string[] parents) => new ElectionPaths(root).Parents().ShouldBe(parents);
}
