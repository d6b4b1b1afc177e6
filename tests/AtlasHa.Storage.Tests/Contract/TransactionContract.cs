using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>What is seen when, and what is left of a transaction that does not end well.</summary>
public abstract class TransactionContract(ITestStores stores) : CatalogStoreContract(stores)
{
    [Fact]
    public async Task Reader_keeps_its_snapshot_when_others_commit()
    {
        await PutAsync(Rows.Entity("g1"));
        await using var reader = await Store.OpenReaderAsync(Epoch, Token);

        await PutAsync(Rows.Entity("g1", version: 7), Rows.Entity("g2"));

        var seen = await reader.ReadEntitiesAsync(["g1", "g2"], Token);
        seen.Keys.ShouldBe(["g1"]);
        seen["g1"].Version.ShouldBe(0);
        (await GuidsAsync("g1", "g2")).ShouldBe(["g1", "g2"]);
    }

    [Fact]
    public async Task Writer_sees_its_own_writes_and_nobody_else_does_before_the_commit()
    {
        await using var writer = await Store.BeginWriteAsync(Epoch, Token);
        await writer.PutEntitiesAsync([Rows.Entity("g")], Token);

        (await writer.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        (await GuidsAsync("g")).ShouldBeEmpty();

        await writer.CommitAsync(Token);
        (await GuidsAsync("g")).ShouldBe(["g"]);
    }

    [Fact]
    public async Task Writer_leaves_nothing_when_disposed_without_commit()
    {
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
            await writer.PutEntitiesAsync([Rows.Entity("g")], Token);

        (await GuidsAsync("g")).ShouldBeEmpty();
        await PutAsync(Rows.Entity("next"));
        (await GuidsAsync("g", "next")).ShouldBe(["next"]);
    }

    [Fact]
    public async Task Savepoint_takes_back_only_what_followed_it()
    {
        await WriteAsync(async writer =>
        {
            await writer.SavepointAsync(Token);
            await writer.PutEntitiesAsync([Rows.Entity("a")], Token);
            await writer.ReleaseAsync(Token);

            await writer.SavepointAsync(Token);
            await writer.PutEntitiesAsync([Rows.Entity("b"), Rows.Entity("a", version: 9)], Token);
            await writer.SetTypeUsesAsync("b", ["PII"], Token);
            await writer.RollbackAsync(Token);
            (await writer.ReadEntitiesAsync(["b"], Token)).ShouldBeEmpty();

            await writer.SavepointAsync(Token);
            await writer.PutEntitiesAsync([Rows.Entity("c")], Token);
            await writer.ReleaseAsync(Token);
        });

        (await GuidsAsync("a", "b", "c")).ShouldBe(["a", "c"]);
        (await ReadAsync(reader => reader.ReadEntitiesAsync(["a"], Token)))["a"].Version.ShouldBe(0);
        (await ReadAsync(reader => reader.TypesUsedByEntitiesAsync(["PII"], Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_readers_read_at_the_same_time()
    {
        await PutAsync(Rows.Entity("g"));
        var readers = new List<ICatalogReader>();
        for (var i = 0; i < 50; i++)
            readers.Add(await Store.OpenReaderAsync(Epoch, Token));

        foreach (var reader in readers)
            (await reader.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        foreach (var reader in readers)
            await reader.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await readers[0].ReadEntitiesAsync(["g"], Token));
    }

    [Fact]
    public async Task Second_writer_waits_for_the_first()
    {
        await using var other = Stores.Open();
        var first = await Store.BeginWriteAsync(Epoch, Token);
        await first.PutEntitiesAsync([Rows.Entity("g", version: 1)], Token);
        var second = other.BeginWriteAsync(Epoch, Token);

        second.IsCompleted.ShouldBeFalse();
        await first.CommitAsync(Token);
        await first.DisposeAsync();

        await using var writer = await second;
        (await writer.ReadEntitiesAsync(["g"], Token))["g"].Version.ShouldBe(1);
    }

    [Fact]
    public async Task Commits_are_there_when_the_store_is_opened_again()
    {
        await PutAsync(Rows.Entity("g"));
        await Store.DisposeAsync();

        await using var reopened = Stores.Open();
        await reopened.InitializeAsync(Token);
        await using var reader = await reopened.OpenReaderAsync(Epoch, Token);
        (await reader.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
    }

    [Fact]
    public async Task Cancelled_calls_do_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.OpenReaderAsync(Epoch, cancelled.Token));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.BeginWriteAsync(Epoch, cancelled.Token));
        await WriteAsync(async writer =>
            await Should.ThrowAsync<OperationCanceledException>(async () => await writer.PutEntitiesAsync([Rows.Entity("g")], cancelled.Token)));
        (await GuidsAsync("g")).ShouldBeEmpty();
    }
}
