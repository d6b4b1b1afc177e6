using AtlasHa.Catalog.Storage.AdminAudit;
using static AtlasHa.Catalog.Storage.AdminAudit.AdminAuditColumn;
using static AtlasHa.Catalog.Storage.AdminAudit.AdminAuditComparison;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Entries of the admin audit are found by any of their columns, in any order, and go when they are too old or too many.</summary>
public abstract class AdminAuditContract(ITestStores stores) : CatalogStoreContract(stores)
{
    private static readonly AdminAuditCondition Everything = new AdminAuditCondition.All([]);

    [Fact]
    public async Task Entry_comes_back_as_added()
    {
        var full = new AdminAuditRow(0, "g1", "ann", "PURGE", "[a, b]", 5, 7, "10.0.0.1", "тип 🙂", 2, "run", [1, 2, 3]);
        var bare = new AdminAuditRow(0, "g2", "ann", "SERVER_START", null, 5, 7, null, null, 0, null, null);
        await AddAsync(full, bare);

        var found = await FindAsync(Everything);

        (found[0] with { Id = 0, Details = null }).ShouldBe(full with { Details = null });
        found[0].Details.ShouldBe(full.Details);
        (found[1] with { Id = 0 }).ShouldBe(bare);
        found[1].Id.ShouldBeGreaterThan(found[0].Id);
        (await ReadAsync(reader => reader.ReadAdminAuditAsync(AdminAuditQuery.ByGuid("g2"), Token))).Single().Guid.ShouldBe("g2");
        (await ReadAsync(reader => reader.ReadAdminAuditAsync(AdminAuditQuery.ByGuid("g3"), Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Details_stay_in_the_store_where_they_are_not_wanted()
    {
        await AddAsync(new AdminAuditRow(0, "g1", "ann", "PURGE", "[a]", 5, 7, "10.0.0.1", "a", 1, "run", [1, 2, 3]));

        var query = new AdminAuditQuery(Everything, SortBy: null, Descending: false, 0, 10) { WithoutDetails = true };
        var row = (await ReadAsync(reader => reader.ReadAdminAuditAsync(query, Token))).Single();

        (row.Guid, row.Result, row.RunId, row.Details).ShouldBe(("g1", "a", "run", null));
    }

    [Theory]
    [InlineData(Equal, "ann", "0")]
    [InlineData(Equal, "ANN", "")]
    [InlineData(NotEqual, "ann", "1234")]
    [InlineData(Less, "b", "023")]
    [InlineData(LessOrEqual, "ann", "023")]
    [InlineData(Greater, "ann", "14")]
    [InlineData(GreaterOrEqual, "ann", "014")]
    [InlineData(StartsWith, "an", "0")]
    [InlineData(StartsWith, "annabel", "")]
    [InlineData(EndsWith, "nn", "0")]
    [InlineData(EndsWith, "ANN", "3")]
    [InlineData(EndsWith, "longer than any of them", "")]
    [InlineData(Contains, "_[", "1")]
    [InlineData(Contains, "🙂", "4")]
    [InlineData(NotContains, "n", "234")]
    [InlineData(Like, "a*n", "0")]
    [InlineData(Like, "?%_[*\\", "1")]
    [InlineData(Like, "ан?🙂", "4")]
    [InlineData(Like, "*", "01234")]
    [InlineData(NotNull, null, "01234")]
    [InlineData(IsNull, null, "")]
    [InlineData(NotEmpty, null, "0134")]
    public async Task Text_is_compared_character_by_character(AdminAuditComparison comparison, string? value, string expected)
    {
        await AddAsync(Entry("0", user: "ann"), Entry("1", user: "n%_[n\\"), Entry("2", user: ""), Entry("3", user: "QANN"), Entry("4", user: "анн🙂"));

        Guids(await FindAsync(Test(User, comparison, value))).ShouldBe(expected);
    }

    [Theory]
    [InlineData(Equal, 20L, "1")]
    [InlineData(NotEqual, 20L, "02")]
    [InlineData(Less, 20L, "0")]
    [InlineData(LessOrEqual, 20L, "01")]
    [InlineData(Greater, 20L, "2")]
    [InlineData(GreaterOrEqual, 20L, "12")]
    [InlineData(NotEmpty, null, "012")]
    public async Task Numbers_are_compared_by_size(AdminAuditComparison comparison, object? value, string expected)
    {
        await AddAsync(Entry("0", time: 3), Entry("1", time: 20), Entry("2", time: 100));

        Guids(await FindAsync(Test(StartTime, comparison, value))).ShouldBe(expected);
        Guids(await FindAsync(Test(EndTime, comparison, value))).ShouldBe(expected);
    }

    [Fact]
    public async Task What_is_not_there_only_holds_for_the_negative_comparisons()
    {
        await AddAsync(Entry("0"), Entry("1", result: "r"), Entry("2", result: "s"));

        Guids(await FindAsync(Test(Result, NotEqual, "r"))).ShouldBe("02");
        Guids(await FindAsync(Test(Result, NotContains, "r"))).ShouldBe("02");
        Guids(await FindAsync(Test(Result, IsNull, null))).ShouldBe("0");
        Guids(await FindAsync(Test(Result, NotNull, null))).ShouldBe("12");
        Guids(await FindAsync(Test(Result, GreaterOrEqual, ""))).ShouldBe("12");
        Guids(await FindAsync(Test(Result, Like, "*"))).ShouldBe("12");
    }

    [Fact]
    public async Task Conditions_are_joined_and_nested()
    {
        await AddAsync(Entry("0", user: "ann", time: 1), Entry("1", user: "bob", time: 2), Entry("2", user: "ann", time: 3), Entry("3", user: "cat", time: 4));
        var annLate = new AdminAuditCondition.All([Test(User, Equal, "ann"), Test(StartTime, Greater, 2L)]);

        Guids(await FindAsync(annLate)).ShouldBe("2");
        Guids(await FindAsync(new AdminAuditCondition.Any([annLate, Test(User, In, "bob", "nobody")]))).ShouldBe("12");
        Guids(await FindAsync(new AdminAuditCondition.Any([]))).ShouldBe("");
        Guids(await FindAsync(new AdminAuditCondition.Test(User, In, []))).ShouldBe("");
        Guids(await FindAsync(Test(User, Equal, "' OR 1 = 1 --"))).ShouldBe("");
    }

    [Theory]
    [InlineData(User, false, "1023")]
    [InlineData(User, true, "3201")]
    [InlineData(StartTime, false, "3021")]
    [InlineData(Result, false, "2103")]
    [InlineData(Result, true, "1230")]
    [InlineData(null, false, "0123")]
    [InlineData(null, true, "3210")]
    public async Task Entries_are_sorted_and_paged(AdminAuditColumn? column, bool descending, string expected)
    {
        await AddAsync(
            Entry("0", user: "b", time: 5), Entry("1", user: "Z", time: 9, result: "y"), Entry("2", user: "b", time: 7, result: "x"), Entry("3", user: "c", time: 4));

        Guids(await FindAsync(Everything, column, descending)).ShouldBe(expected);
        Guids(await FindAsync(Everything, column, descending, offset: 1, count: 2)).ShouldBe(expected[1..3]);
        Guids(await FindAsync(Everything, column, descending, offset: 9)).ShouldBe("");
    }

    [Fact]
    public async Task Old_entries_go_oldest_first_and_so_many_at_a_time()
    {
        await AddAsync([.. Enumerable.Range(0, 6).Select(i => Entry($"{i}", time: i))]);

        await WriteAsync(async writer => await writer.TrimAdminAuditAsync(endedBefore: 4, keepNewest: 100, atMost: 3, Token));
        Guids(await FindAsync(Everything)).ShouldBe("345");

        await WriteAsync(async writer => await writer.TrimAdminAuditAsync(endedBefore: 4, keepNewest: 100, atMost: 3, Token));
        Guids(await FindAsync(Everything)).ShouldBe("45");
    }

    [Fact]
    public async Task Only_the_newest_entries_stay_and_numbers_go_on_after_all_have_gone()
    {
        await AddAsync([.. Enumerable.Range(0, 4).Select(i => Entry($"{i}", time: 9))]);
        await WriteAsync(async writer => await writer.TrimAdminAuditAsync(endedBefore: 0, keepNewest: 2, atMost: 10, Token));
        var last = await FindAsync(Everything);
        Guids(last).ShouldBe("23");

        await WriteAsync(async writer => await writer.TrimAdminAuditAsync(endedBefore: 10, keepNewest: 2, atMost: 10, Token));
        await AddAsync(Entry("4"));

        (await FindAsync(Everything)).Single().Id.ShouldBeGreaterThan(last[1].Id);
    }

    [Fact]
    public async Task Entry_goes_with_the_transaction_that_is_not_committed()
    {
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
            await writer.AddAdminAuditAsync(Entry("0"), Token);

        (await FindAsync(Everything)).ShouldBeEmpty();
    }

    private static string Guids(IEnumerable<AdminAuditRow> rows) => string.Concat(rows.Select(row => row.Guid));

    private static AdminAuditCondition Test(AdminAuditColumn column, AdminAuditComparison comparison, params object?[]? values) =>
        new AdminAuditCondition.Test(column, comparison, [.. (values ?? []).OfType<object>()]);

    private static AdminAuditRow Entry(string guid, string user = "ann", long time = 1, string? result = null) =>
        new(0, guid, user, "EXPORT", null, time, time, null, result, 0, null, null);

    private Task AddAsync(params AdminAuditRow[] rows) => WriteAsync(async writer =>
    {
        foreach (var row in rows)
            await writer.AddAdminAuditAsync(row, Token);
    });

    private Task<IReadOnlyList<AdminAuditRow>> FindAsync(
        AdminAuditCondition where, AdminAuditColumn? sortBy = null, bool descending = false, int offset = 0, int count = 100) =>
        ReadAsync(reader => reader.ReadAdminAuditAsync(new AdminAuditQuery(where, sortBy, descending, offset, count), Token));
}
