using AtlasHa.Catalog.Discovery.Saved;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class SavedSearchTests : IAsyncLifetime
{
    private static readonly CallContext Ann = new("ann", null);
    private static readonly CallContext Bob = new("bob", null);
    private EntityFixture _fixture = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SavedSearches Saved => _fixture.Catalog.SavedSearches;

    public async ValueTask InitializeAsync() => _fixture = await SearchFixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Searches_are_kept_each_user_his_own()
    {
        var saved = await Saved.AddAsync(Search("b") with { Guid = "-1" }, Ann, Cancel);
        await Saved.AddAsync(Search("a"), Ann, Cancel);
        await Saved.AddAsync(Search("a"), Bob, Cancel);

        saved.Guid.ShouldNotBe("-1");
        saved.OwnerName.ShouldBe("ann");
        (await Saved.ListAsync(null, Ann, Cancel)).Select(search => search.Name).ShouldBe(["a", "b"]);
        var found = await Saved.GetAsync("b", "ann", Ann, Cancel);
        (found.Guid, found.OwnerName, found.SearchParameters!.TypeName).ShouldBe((saved.Guid, "ann", "view"));
        await Saved.DeleteAsync(saved.Guid!, Ann, Cancel);
        (await Saved.ListAsync("ann", Ann, Cancel)).Select(search => search.Name).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Searches_are_run_by_name_and_by_guid()
    {
        var basic = await Saved.AddAsync(Search("basic"), Ann, Cancel);
        await Saved.AddAsync(
            Search("dsl") with { SearchType = SavedSearchType.Advanced, SearchParameters = new SearchParameters { Query = "from db where owner = bob" } }, Ann, Cancel);

        (await Saved.ExecuteAsync("dsl", null, Ann, Cancel)).Names().ShouldBe(["logs"]);
        (await Saved.ExecuteByGuidAsync(basic.Guid!, Ann, Cancel)).Names().ShouldBe(["orders_view"]);
    }

    [Fact]
    public async Task Updates_replace_a_search_and_may_rename_it()
    {
        var saved = await Saved.AddAsync(Search("a"), Ann, Cancel);
        await Saved.AddAsync(Search("taken"), Ann, Cancel);

        (await Saved.UpdateAsync(saved with { Name = "b", OwnerName = null }, Ann, Cancel)).Guid.ShouldBe(saved.Guid);

        (await Saved.GetAsync("b", null, Ann, Cancel)).Guid.ShouldBe(saved.Guid);
        (await EntityFixture.ErrorOf(() => Saved.UpdateAsync(saved with { Name = "taken" }, Ann, Cancel))).ShouldBe("409-00-006");
        (await EntityFixture.ErrorOf(() => Saved.UpdateAsync(saved with { OwnerName = "bob" }, Ann, Cancel))).ShouldBe("400-00-056");
        (await EntityFixture.ErrorOf(() => Saved.UpdateAsync(saved with { Guid = null }, Ann, Cancel))).ShouldBe("400-00-021");
    }

    [Fact]
    public async Task Refuses_what_is_taken_unknown_or_somebody_elses()
    {
        var saved = await Saved.AddAsync(Search("a"), Ann, Cancel);

        (await EntityFixture.ErrorOf(() => Saved.AddAsync(Search("a"), Ann, Cancel))).ShouldBe("409-00-006");
        (await EntityFixture.ErrorOf(() => Saved.AddAsync(Search("b") with { OwnerName = "bob" }, Ann, Cancel))).ShouldBe("400-00-029");
        (await EntityFixture.ErrorOf(() => Saved.ListAsync("bob", Ann, Cancel))).ShouldBe("400-00-029");
        (await EntityFixture.ErrorOf(() => Saved.GetAsync("unknown", null, Ann, Cancel))).ShouldBe("404-00-009");
        (await EntityFixture.ErrorOf(() => Saved.DeleteAsync(saved.Guid!, Bob, Cancel))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => Saved.ExecuteByGuidAsync("unknown", Ann, Cancel))).ShouldBe("404-00-005");
    }

    private static AtlasUserSavedSearch Search(string name) => new() { Name = name, SearchParameters = new SearchParameters { TypeName = "view" } };
}
