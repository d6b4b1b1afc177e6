using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class AuthTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Node_of_its_creator_is_closed_to_others()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var anna = New(chroot, configure: options =>
        {
            options.Auth.Add(AuthInfo.Digest("anna", "secret"));
            options.DefaultAcls = Acl.CreatorAll;
        });
        await using var anyone = New(chroot);
        await anna.CreateAsync("/hers", Bytes("x"), CreateMode.Persistent);

        (await Should.ThrowAsync<ZooKeeperException>(() => anyone.GetDataAsync("/hers"))).Code.ShouldBe(ErrorCode.NoAuth);
        (await Should.ThrowAsync<ZooKeeperException>(() => anyone.SetDataAsync("/hers", Bytes("y")))).Code.ShouldBe(ErrorCode.NoAuth);
        (await anna.GetDataAsync("/hers")).Data.ShouldBe(Bytes("x"));
        await anyone.AddAuthAsync("digest", Bytes("anna:secret"));
        (await anyone.GetDataAsync("/hers")).Data.ShouldBe(Bytes("x"));
    }

    [Fact]
    public async Task Acl_is_read_and_set_with_a_version()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var before = await client.GetAclAsync("/a");
        before.Acls.ShouldBe(Acl.OpenUnsafe);
        IReadOnlyList<Acl> readOnly = [new(AclPermissions.Read | AclPermissions.Admin, "world", "anyone")];

        (await client.SetAclAsync("/a", readOnly, before.Stat.AclVersion)).AclVersion.ShouldBe(before.Stat.AclVersion + 1);

        (await client.GetAclAsync("/a")).Acls.ShouldBe(readOnly);
        (await Should.ThrowAsync<ZooKeeperException>(() => client.SetDataAsync("/a", Bytes("")))).Code.ShouldBe(ErrorCode.NoAuth);
        (await Should.ThrowAsync<ZooKeeperException>(() => client.SetAclAsync("/a", readOnly, before.Stat.AclVersion)))
            .Code.ShouldBe(ErrorCode.BadVersion);
    }

    [Fact]
    public async Task Session_ends_for_good_when_the_server_refuses_an_identity()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.ExistsAsync("/");

        (await Should.ThrowAsync<ZooKeeperException>(() => client.AddAuthAsync("nosuchscheme", Bytes("x")))).Code.ShouldBe(ErrorCode.AuthFailed);

        await Eventually.TrueAsync("the session is over", () => client.SessionEnded.IsCancellationRequested);
        client.State.ShouldBe(SessionState.AuthFailed);
        (await Should.ThrowAsync<ZooKeeperException>(() => client.ExistsAsync("/"))).Code.ShouldBe(ErrorCode.AuthFailed);
    }

    [Fact]
    public async Task Client_never_connects_when_its_configured_identity_is_refused()
    {
        var states = new EventRecorder<SessionState>();
        await using var client = New(
            await zooKeeper.NewChrootAsync(), configure: options => options.Auth.Add(new AuthInfo("nosuchscheme", Bytes("x"))));
        client.StateChanged += states.Record;
        (await Should.ThrowAsync<ZooKeeperException>(() => client.ExistsAsync("/"))).Code.ShouldBe(ErrorCode.AuthFailed);
        await client.DisposeAsync();
        states.Rest().ShouldNotContain(SessionState.Connected);
        client.State.ShouldBe(SessionState.AuthFailed);
    }

    [Fact]
    public async Task Secrets_never_show_in_logs_or_text()
    {
        using var logs = new CapturedLogs();
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        var client = New(net.ConnectString, loggers: logs, configure: options => options.Auth.Add(AuthInfo.Digest("anna", "hunter2")));
        await client.AddAuthAsync("digest", Bytes("bert:swordfish"));
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;
        net.Proxy.DropConnections();
        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        await client.ExistsAsync("/");
        await client.DisposeAsync();

        logs.Lines.ShouldContain(line => line.Contains("Connected -> Suspended", StringComparison.Ordinal));
        logs.Text.ShouldNotContain("hunter2");
        logs.Text.ShouldNotContain("swordfish");
        AuthInfo.Digest("anna", "hunter2").ToString().ShouldBe("digest:***");
        new Protocol.SessionKey(0xabc, Bytes("0123456789abcdef")).ToString().ShouldBe("0xabc");
    }
}
