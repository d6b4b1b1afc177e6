using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Remembered requests live and die with the change that they are about.</summary>
public abstract class RequestContract(ITestStores stores) : CatalogStoreContract(stores)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Request_is_found_as_it_was_remembered_when_asked_for_in_a_later_term()
    {
        var request = new RememberedRequest("ann", "r1 'quoted\" тип", "entity.create", "F00D", Epoch, [0, 255, 1]);
        await RememberAsync(request);
        (await Store.TryClaimEpochAsync(Epoch + 1, "id2", Token)).ShouldBeTrue();

        var found = await FindAsync("ann", request.RequestId, Epoch + 1);

        found.ShouldNotBeNull();
        (found with { Answer = request.Answer }).ShouldBe(request);
        found.Answer.ShouldBe(request.Answer);
    }

    [Fact]
    public async Task Request_is_found_only_under_its_own_user_and_id()
    {
        await RememberAsync(Rows.Request("r1", user: "ann"), Rows.Request("r1", user: "bob", kind: "bob's"), Rows.Request("r2", user: "ann"));

        (await FindAsync("bob", "r1"))!.Kind.ShouldBe("bob's");
        (await FindAsync("bob", "r2")).ShouldBeNull();
        (await FindAsync("ann", "R1")).ShouldBeNull();
        (await FindAsync("", "r1")).ShouldBeNull();
    }

    [Fact]
    public async Task Many_requests_are_found_at_once()
    {
        await RememberAsync(Rows.Request("r1"), Rows.Request("r2"), Rows.Request("r2", user: "bob"));
        await using var writer = await Store.BeginWriteAsync(Epoch, Token);

        var found = await writer.FindRequestsAsync([new("ann", "r1"), new("bob", "r2"), new("bob", "r1")], Token);

        found.Select(request => request.Name).ShouldBe([new RequestName("ann", "r1"), new RequestName("bob", "r2")], ignoreOrder: true);
        (await writer.FindRequestsAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Request_is_found_in_the_transaction_that_remembers_it_and_forgotten_when_that_is_rolled_back()
    {
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
        {
            await writer.SavepointAsync(Token);
            await writer.RememberRequestAsync(Rows.Request("taken back"), Token);
            await writer.RollbackAsync(Token);
            await writer.SavepointAsync(Token);
            await writer.RememberRequestAsync(Rows.Request("kept"), Token);
            await writer.ReleaseAsync(Token);
            (await writer.FindRequestAsync("ann", "taken back", Token)).ShouldBeNull();
            (await writer.FindRequestAsync("ann", "kept", Token)).ShouldNotBeNull();
        }

        (await FindAsync("ann", "kept")).ShouldBeNull();
    }

    [Fact]
    public async Task Old_requests_are_forgotten_oldest_first_and_few_at_a_time()
    {
        foreach (var id in (string[])["r1", "r2", "r3"])
            await RememberAsync(Rows.Request(id));

        (await ForgetAsync(TimeSpan.Zero, 2)).ShouldBe(2);

        (await FindAsync("ann", "r2")).ShouldBeNull();
        (await FindAsync("ann", "r3")).ShouldNotBeNull();
        (await ForgetAsync(TimeSpan.Zero, 2)).ShouldBe(1);
        (await ForgetAsync(TimeSpan.Zero, 2)).ShouldBe(0);
    }

    [Fact]
    public async Task Young_requests_are_kept()
    {
        await RememberAsync(Rows.Request("r1"));

        (await ForgetAsync(Hour, 10)).ShouldBe(0);

        (await FindAsync("ann", "r1")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Young_requests_beyond_the_newest_are_forgotten_oldest_first_and_few_at_a_time()
    {
        foreach (var id in (string[])["r1", "r2", "r3", "r4", "r5"])
            await RememberAsync(Rows.Request(id));

        (await ForgetAsync(Hour, 2, newest: 2)).ShouldBe(2);

        (await FindAsync("ann", "r2")).ShouldBeNull();
        (await FindAsync("ann", "r3")).ShouldNotBeNull();
        (await ForgetAsync(Hour, 2, newest: 2)).ShouldBe(1);
        (await ForgetAsync(Hour, 2, newest: 2)).ShouldBe(0);
        (await FindAsync("ann", "r4")).ShouldNotBeNull();
        (await ForgetAsync(TimeSpan.Zero, 10, newest: int.MaxValue)).ShouldBe(2);
        (await ForgetAsync(Hour, 10, newest: 1)).ShouldBe(0, "there is none");
    }

    [Fact]
    public async Task Id_can_be_used_again_when_it_was_forgotten()
    {
        await RememberAsync(Rows.Request("r1"));
        await ForgetAsync(TimeSpan.Zero, 1);

        await RememberAsync(Rows.Request("r1", kind: "again"));

        (await FindAsync("ann", "r1"))!.Kind.ShouldBe("again");
    }

    private Task RememberAsync(params RememberedRequest[] requests) =>
        WriteAsync(async writer => await writer.RememberRequestsAsync(requests, Token));

    private async Task<RememberedRequest?> FindAsync(string user, string requestId, long epoch = Epoch)
    {
        await using var writer = await Store.BeginWriteAsync(epoch, Token);
        return await writer.FindRequestAsync(user, requestId, Token);
    }

    private async Task<int> ForgetAsync(TimeSpan age, int atMost, int newest = 1000)
    {
        var forgotten = 0;
        await WriteAsync(async writer => forgotten = await writer.ForgetRequestsAsync(age, newest, atMost, Token));
        return forgotten;
    }
}
