using AtlasHa.Catalog.Answers;
using AtlasHa.Catalog.Storage;
using AtlasHa.TestKit;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>One question to the store for all who wait, and never one from before they came.</summary>
public sealed class EpochConfirmerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_during_a_question_waits_for_the_next_which_is_one_for_all()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        await using var confirmer = new EpochConfirmer(shop.Store, 1);
        shop.Hold.Asking.Close();
        var first = confirmer.ConfirmAsync();
        await shop.Hold.Asking.ReachedAsync();

        var later = Enumerable.Range(0, 10).Select(_ => confirmer.ConfirmAsync()).ToArray();
        later.ShouldAllBe(waiting => waiting != first);
        shop.Hold.Asked.ShouldBe(1);

        shop.Hold.Asking.Open();
        await Eventually.DoneAsync("all are confirmed", Task.WhenAll([first, .. later]));
        shop.Hold.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Claim_during_a_question_is_seen_by_who_came_after_it()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        await using var confirmer = new EpochConfirmer(shop.Store, 1);
        await Eventually.DoneAsync("confirmed before the claim", confirmer.ConfirmAsync());

        (await shop.Store.TryClaimEpochAsync(2, "successor", Cancel)).ShouldBeTrue();

        (await Should.ThrowAsync<StaleEpochException>(() => Eventually.DoneAsync("refused", confirmer.ConfirmAsync()))).Current.ShouldBe(2);
    }

    [Fact]
    public async Task End_of_the_term_releases_all_who_wait_though_the_store_hangs()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var confirmer = new EpochConfirmer(shop.Store, 1);
        shop.Hold.Asking.Close();
        var asking = confirmer.ConfirmAsync();
        await shop.Hold.Asking.ReachedAsync();
        var waiting = confirmer.ConfirmAsync();

        await confirmer.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => Eventually.DoneAsync("the one asking", asking));
        await Should.ThrowAsync<ObjectDisposedException>(() => Eventually.DoneAsync("the one waiting", waiting));
        await Should.ThrowAsync<ObjectDisposedException>(() => confirmer.ConfirmAsync());
        shop.Hold.Asking.Open();
    }
}
