namespace AtlasHa.ZooKeeper.Tests;

public sealed class ConnectStringTests
{
    [Theory]
    [InlineData("a:1", "a:1", "")]
    [InlineData("a", "a:2181", "")]
    [InlineData("a:1,b:2", "a:1,b:2", "")]
    [InlineData(" a:1 , b:2 /x/y", "a:1,b:2", "/x/y")]
    [InlineData("a:1/", "a:1", "")]
    [InlineData("[::1]:9", "[::1]:9", "")]
    [InlineData("[::1]", "[::1]:2181", "")]
    [InlineData("fe80::1/c", "[fe80::1]:2181", "/c")]
    public void ConnectString_is_taken_apart(string text, string servers, string chroot)
    {
        var parsed = ConnectString.Parse(text);
        string.Join(',', parsed.Servers).ShouldBe(servers);
        parsed.Chroot.ShouldBe(chroot);
        ConnectString.Parse(parsed.ToString()).ToString().ShouldBe(parsed.ToString());
    }

    [Theory]
    [InlineData("", "names no server")]
    [InlineData("/chroot", "names no server")]
    [InlineData("a:0", "not a port")]
    [InlineData("a:65536", "not a port")]
    [InlineData("a:x", "not a port")]
    [InlineData("a:", "not a port")]
    [InlineData(":1", "no host")]
    [InlineData("[::1", "bracket")]
    [InlineData("[::1]x", "bracket")]
    [InlineData("a:1/x/", "ends with '/'")]
    [InlineData("a:1//x", "empty name")]
    public void ConnectString_says_what_is_wrong(string text, string reason)
        => Should.Throw<FormatException>(() => ConnectString.Parse(text)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("/", null)]
    [InlineData("/a/b.c/…", null)]
    [InlineData("/a/./b", "'.'")]
    [InlineData("/a\u0001", "U+0001")]
    [InlineData("/a\u007f", "U+007F")]
    [InlineData("/a\ufff5", "U+FFF5")]
    [InlineData("a", "start")]
    public void ZPath_knows_what_a_server_takes(string path, string? problem)
    {
        if (problem is null)
            ZPath.Validate(path);
        else
            Should.Throw<ArgumentException>(() => ZPath.Validate(path)).Message.ShouldContain(problem);
    }

    [Fact]
    public void ZPath_combines_names()
    {
        ZPath.Combine("/", "a").ShouldBe("/a");
        ZPath.Combine("/a", "b").ShouldBe("/a/b");
    }

    [Fact]
    public void Options_report_every_problem_at_once()
    {
        var options = new ZooKeeperClientOptions
        {
            ConnectString = "a:x",
            SessionTimeout = TimeSpan.Zero,
            DefaultAcls = [],
            MaxFrameBytes = 0,
            MaxRequestBytes = -1,
            CloseTimeout = TimeSpan.FromSeconds(-1),
        };
        options.Auth.Add(new AuthInfo("", Array.Empty<byte>()));
        var verdict = new ZooKeeperClientOptionsValidator().Validate(null, options);
        verdict.Failures!.Count().ShouldBe(7);
        new ZooKeeperClientOptionsValidator().Validate(null, new ZooKeeperClientOptions { ConnectString = "a" }).Succeeded.ShouldBeTrue();
    }
}
