using System.Text;
using AtlasHa.Catalog.Discovery.Downloads;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class SearchDownloadTests : IAsyncLifetime
{
    private EntityFixture _fixture = null!;

    private SearchDownloads Downloads => _fixture.Catalog.SearchDownloads;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await SearchFixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Basic_search_becomes_a_file_with_the_columns_asked_for()
    {
        var parameters = new SearchParameters { TypeName = "table", Classification = "pii", SortBy = "name" };
        Dictionary<string, string?> labels = new() { ["Rows"] = "rows", ["Database"] = "db", ["Other names"] = "aliases" };

        await Downloads.CreateBasicAsync(new() { SearchParameters = parameters, AttributeLabelMap = labels }, EntityFixture.Caller, Cancel);

        (await OnlyFileAsync()).ShouldBe(
            "\"Type name\",\"Name\",\"Classifications\",\"Terms\",\"Rows\",\"Database\",\"Other names\",\"Owner\",\"Description\"\n"
            + "\"table\",\"customers\",\"pii_strong\",\"\",\"20\",\"sales@c1\",\"\",\"cleo\",\"\"\n"
            + "\"table\",\"orders\",\"pii\",\"\",\"100\",\"sales@c1\",\"o,ord\",\"ann\",\"what customers ordered\"\n");
    }

    [Fact]
    public async Task Query_becomes_a_file_of_entities_or_of_its_columns()
    {
        await CreateDslAsync("from table where name = 'old'");
        (await OnlyFileAsync()).ShouldEndWith("\n\"table\",\"old\",\"\",\"\",\"ann\",\"\"\n");

        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await CreateDslAsync("from table where rows > 100 select name as \"the \"\"name\"\"\", rows");

        var files = (await Downloads.ListAsync(EntityFixture.Caller, Cancel)).SearchDownloadRecords;
        (await TextAsync(files[0].FileName!)).ShouldBe("\"the \"\"name\"\"\",\"rows\"\n\"events\",\"5000\"\n");
        files.Select(file => file.FileName).ShouldBe(["ada_DSL_2023-11-14_22-13-21.000.csv", "ada_DSL_2023-11-14_22-13-20.000.csv"]);
        files.ShouldAllBe(file => file.Status == SearchDownloadState.Complete && file.CreatedBy == "ada");
    }

    [Fact]
    public async Task Nothing_found_makes_no_file()
    {
        await CreateDslAsync("from table where name = 'none'");

        (await Downloads.ListAsync(EntityFixture.Caller, Cancel)).SearchDownloadRecords.ShouldBeEmpty();
    }

    [Fact]
    public async Task User_has_his_own_files_and_the_newest_only()
    {
        for (var i = 0; i <= SearchDownloads.MaxFiles; i++)
        {
            await CreateDslAsync("table");
            _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var files = (await Downloads.ListAsync(EntityFixture.Caller, Cancel)).SearchDownloadRecords;
        files.Count.ShouldBe(SearchDownloads.MaxFiles);
        (await Downloads.GetAsync(files[0].FileName!, new CallContext("bob", null), Cancel)).ShouldBeNull();
        (await Downloads.ListAsync(new CallContext("bob", null), Cancel)).SearchDownloadRecords.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuses_what_the_search_refuses()
    {
        (await EntityFixture.ErrorOf(() => Downloads.CreateBasicAsync(new() { SearchParameters = new() }, EntityFixture.Caller, Cancel))).ShouldBe("400-00-047");
        (await EntityFixture.ErrorOf(() => Downloads.CreateBasicAsync(new(), EntityFixture.Caller, Cancel))).ShouldBe("400-00-01A");
        (await EntityFixture.ErrorOf(() => CreateDslAsync("from nothing"))).ShouldBe("400-00-059");
    }

    private Task<WriteReceipt> CreateDslAsync(string query) =>
        Downloads.CreateDslAsync(new() { SearchParameters = new() { Query = query } }, EntityFixture.Caller, Cancel);

    private async Task<string> OnlyFileAsync() =>
        await TextAsync((await Downloads.ListAsync(EntityFixture.Caller, Cancel)).SearchDownloadRecords.ShouldHaveSingleItem().FileName!);

    private async Task<string> TextAsync(string fileName) => Encoding.UTF8.GetString((await Downloads.GetAsync(fileName, EntityFixture.Caller, Cancel))!);
}
