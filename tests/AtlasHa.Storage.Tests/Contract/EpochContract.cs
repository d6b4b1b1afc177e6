using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>The fence: only the highest epoch claimed reads and writes.</summary>
public abstract class EpochContract(ITestStores stores) : CatalogStoreContract(stores)
{
    [Fact]
    public async Task New_store_has_epoch_zero_and_no_claimant()
    {
        (await Store.ReadEpochAsync(Token)).ShouldBe(new EpochRecord(1, "id1"));
        await using var empty = Stores.OpenEmpty();
        await empty.InitializeAsync(Token);
        (await empty.ReadEpochAsync(Token)).ShouldBe(new EpochRecord(0, null));
    }

    [Fact]
    public async Task Store_can_be_initialized_by_many_at_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Stores.OpenEmpty()).ToArray();

        await Task.WhenAll(stores.Select(store => Task.Run(() => store.InitializeAsync(Token))));

        (await stores[0].TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        foreach (var store in stores)
        {
            (await store.ReadEpochAsync(Token)).ShouldBe(new EpochRecord(1, "id1"));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Store_can_be_initialized_and_read_while_another_instance_writes()
    {
        await PutAsync(Rows.Entity("g"));
        await using var writer = await Store.BeginWriteAsync(Epoch, Token);
        await writer.PutEntitiesAsync([Rows.Entity("h")], Token);

        await using var starting = Stores.Open();
        await starting.InitializeAsync(Token).Within();
        await using var reader = await starting.OpenReaderAsync(Epoch, Token);
        (await reader.ReadEntitiesAsync(["g", "h"], Token)).Keys.ShouldBe(["g"]);
    }

    [Fact]
    public async Task Required_epoch_is_the_highest_one_from_the_claim_on_whoever_asks()
    {
        await Store.RequireEpochAsync(Epoch, Token);
        await using var other = Stores.Open();
        (await other.TryClaimEpochAsync(5, "id2", Token)).ShouldBeTrue();

        (await Should.ThrowAsync<StaleEpochException>(async () => await Store.RequireEpochAsync(Epoch, Token))).Current.ShouldBe(5);
        (await Should.ThrowAsync<StaleEpochException>(async () => await Store.RequireEpochAsync(6, Token))).Current.ShouldBe(5);
        await Store.RequireEpochAsync(5, Token);
        await other.RequireEpochAsync(5, Token);
    }

    [Fact]
    public async Task Epoch_is_answered_while_a_write_is_under_way()
    {
        await using var writer = await Store.BeginWriteAsync(Epoch, Token);
        await Store.RequireEpochAsync(Epoch, Token).AsTask().Within();
    }

    [Fact]
    public async Task Claim_raises_the_epoch_and_names_the_claimant()
    {
        (await Store.TryClaimEpochAsync(5, "id2", Token)).ShouldBeTrue();
        (await Store.ReadEpochAsync(Token)).ShouldBe(new EpochRecord(5, "id2"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Claim_is_refused_when_the_store_holds_this_or_a_higher_epoch(long epoch)
    {
        await Store.TryClaimEpochAsync(5, "id2", Token);

        (await Store.TryClaimEpochAsync(epoch, "id3", Token)).ShouldBeFalse();
        (await Store.ReadEpochAsync(Token)).ShouldBe(new EpochRecord(5, "id2"));
    }

    [Fact]
    public async Task One_of_many_claims_of_the_same_epoch_wins()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Stores.Open()).ToArray();

        var won = await Task.WhenAll(stores.Select((store, i) => Task.Run(() => store.TryClaimEpochAsync(2, $"id{i}", Token))));

        won.Count(claimed => claimed).ShouldBe(1);
        (await Store.ReadEpochAsync(Token)).ShouldBe(new EpochRecord(2, $"id{Array.IndexOf(won, true)}"));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Reader_and_writer_are_refused_when_their_epoch_is_not_the_highest_claimed(long epoch)
    {
        await Store.TryClaimEpochAsync(2, "id2", Token);

        var read = await Should.ThrowAsync<StaleEpochException>(async () => await Store.OpenReaderAsync(epoch, Token));
        var write = await Should.ThrowAsync<StaleEpochException>(async () => await Store.BeginWriteAsync(epoch, Token));

        (read.Epoch, read.Current).ShouldBe((epoch, 2));
        (write.Epoch, write.Current).ShouldBe((epoch, 2));
        await WriteAsync(async writer => await writer.PutEntitiesAsync([Rows.Entity("g")], Token), epoch: 2);
    }

    [Fact]
    public async Task Reader_opened_before_a_claim_keeps_its_snapshot()
    {
        await PutAsync(Rows.Entity("g"));
        await using var reader = await Store.OpenReaderAsync(Epoch, Token);

        (await Store.TryClaimEpochAsync(2, "id2", Token)).ShouldBeTrue();

        reader.Epoch.ShouldBe(Epoch);
        (await reader.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Claim_waits_for_the_write_in_flight(bool sameInstance)
    {
        await using var other = Stores.Open();
        var writer = await Store.BeginWriteAsync(Epoch, Token);
        await writer.PutEntitiesAsync([Rows.Entity("g")], Token);

        var claim = (sameInstance ? Store : other).TryClaimEpochAsync(2, "id2", Token);
        (await Store.ReadEpochAsync(Token)).Epoch.ShouldBe(Epoch);
        claim.IsCompleted.ShouldBeFalse();
        await writer.CommitAsync(Token);
        await writer.DisposeAsync();

        (await claim).ShouldBeTrue();
        (await ReadAsync(reader => reader.ReadEntitiesAsync(["g"], Token), epoch: 2)).Keys.ShouldBe(["g"]);
    }

    [Fact]
    public async Task Time_since_last_contact_starts_with_the_first_answer()
    {
        await using var fresh = Stores.Open();
        fresh.SinceLastContact.ShouldBeNull();
        await fresh.ReadEpochAsync(Token);
        fresh.SinceLastContact.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
    }
}
