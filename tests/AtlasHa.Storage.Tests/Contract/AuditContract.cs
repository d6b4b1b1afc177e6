using System.Text;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Events of entities are kept in the order in which they happened, for good.</summary>
public abstract class AuditContract(ITestStores stores) : CatalogStoreContract(stores)
{
    private static readonly AuditFilter Newest = new(Action: null, NotAfter: null, AuditOrder.Id, Descending: true, Offset: 0, Count: 100);

    [Fact]
    public async Task Events_come_back_as_added_newest_first_for_the_entity_that_is_asked_for()
    {
        var details = "Created: {\"name\":\"тип 🙂\"}";
        await AddAsync(Event("g", "CREATE", details: details), Event("other", "CREATE"), Event("g", "UPDATE", time: 2, user: "bob"));

        var found = await ListAsync("g", Newest);

        found.Select(row => (row.EntityGuid, row.Action, row.Time, row.User)).ShouldBe([("g", "UPDATE", 2L, "bob"), ("g", "CREATE", 1L, "ann")]);
        Encoding.UTF8.GetString(found[1].Details).ShouldBe(details);
        found[0].Id.ShouldBeGreaterThan(found[1].Id);
        (await ListAsync("unknown", Newest)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Listing_can_be_taken_up_at_an_event_and_be_limited_to_one_kind()
    {
        await AddAsync([.. Enumerable.Range(0, 6).Select(i => Event("g", i % 2 == 0 ? "A" : "B", time: i))]);
        var all = await ListAsync("g", Newest);

        Ids(await ListAsync("g", Newest with { NotAfter = all[2].Id })).ShouldBe(Ids(all)[2..]);
        Ids(await ListAsync("g", Newest with { Count = 2 })).ShouldBe(Ids(all)[..2]);
        (await ListAsync("g", Newest with { Count = 0 })).ShouldBeEmpty();
        (await ListAsync("g", Newest with { Action = "A" })).Select(row => row.Time).ShouldBe([4, 2, 0]);
        (await ListAsync("g", Newest with { Action = "A", NotAfter = all[2].Id, Offset = 1, Count = 1 })).Select(row => row.Time).ShouldBe([0]);
    }

    [Theory]
    [InlineData(AuditOrder.User, false, "1203")]
    [InlineData(AuditOrder.User, true, "3021")]
    [InlineData(AuditOrder.Action, false, "0312")]
    [InlineData(AuditOrder.Time, true, "2103")]
    public async Task Listing_is_sorted_by_what_is_asked_for_and_then_by_age(AuditOrder order, bool descending, string expected)
    {
        await AddAsync(
            Event("g", "A", 7, "bob", "0"), Event("g", "C", 8, "ann", "1"), Event("g", "C", 9, "ann", "2"), Event("g", "B", 6, "bob", "3"));

        var found = await ListAsync("g", Newest with { Order = order, Descending = descending });

        string.Concat(found.Select(row => Encoding.UTF8.GetString(row.Details))).ShouldBe(expected);
    }

    [Fact]
    public async Task Entities_with_changed_classifications_are_found_by_time_once_each()
    {
        await AddAsync(
            Event("early", "TAG", 1) with { ChangesClassifications = true }, Event("g", "TAG", 5) with { ChangesClassifications = true },
            Event("g", "TAG", 6) with { ChangesClassifications = true }, Event("untouched", "UPDATE", 6));

        (await ReadAsync(reader => reader.FindClassificationChangesAsync(5, Token))).ShouldBe(["g"]);
        (await ReadAsync(reader => reader.FindClassificationChangesAsync(7, Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_outlive_their_entity()
    {
        await PutAsync(Rows.Entity("g"));
        await AddAsync(Event("g", "PURGE"));

        await WriteAsync(async writer => await writer.PurgeEntitiesAsync(["g"], Token));

        (await ListAsync("g", Newest)).Count.ShouldBe(1);
    }

    private static AuditRow Event(string guid, string action, long time = 1, string user = "ann", string details = "d") =>
        new(0, guid, time, user, action, Encoding.UTF8.GetBytes(details), ChangesClassifications: false);

    private Task AddAsync(params AuditRow[] rows) => WriteAsync(async writer => await writer.AddAuditAsync(rows, Token));

    private Task<IReadOnlyList<AuditRow>> ListAsync(string guid, AuditFilter filter) => ReadAsync(reader => reader.ReadAuditAsync(guid, filter, Token));

    private static long[] Ids(IEnumerable<AuditRow> rows) => [.. rows.Select(row => row.Id)];
}
