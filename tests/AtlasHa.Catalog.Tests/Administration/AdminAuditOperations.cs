using System.Text;
using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Administration;

/// <summary>The admin audit, on every store.</summary>
public abstract class AdminAuditOperations(IStores stores)
{
    private const string NoSuchGuid = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    private static readonly CallContext Bob = new("bob", RequestId: null) { ClientAddress = "10.1.2.3" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_of_types_are_noted_with_the_definitions()
    {
        await using var shop = await OpenAsync();
        await shop.Catalog.Types.CreateAsync(Types("""{ "classificationDefs": [ { "name": "e" } ], "entityDefs": [ { "name": "a" }, { "name": "b" } ] }"""), Bob, Cancel);
        shop.Time.Advance(TimeSpan.FromSeconds(3));
        await shop.Catalog.Types.UpdateAsync(Types("""{ "entityDefs": [ { "name": "a", "description": "new" } ] }"""), Bob, Cancel);
        await shop.Catalog.Types.DeleteAsync("b", force: false, Bob, Cancel);

        var found = await FindAsync(shop, User("bob"));

        found.Select(entry => (entry.Operation, entry.Params, entry.ResultCount)).ShouldBe(
            [("TYPE_DEF_CREATE", "CLASSIFICATION,ENTITY", 3), ("TYPE_DEF_UPDATE", "ENTITY", 1), ("TYPE_DEF_DELETE", "ENTITY", 1)]);
        found.ShouldAllBe(entry => entry.ClientId == "10.1.2.3" && entry.RunId == null);
        (found[1].StartTime - found[0].EndTime).ShouldBe(3000);
        AtlasJson.Parse<Dictionary<string, List<AtlasEntityDef>>>(found[1].Result!)["ENTITY"].Single().Description.ShouldBe("new");
        AtlasJson.Parse<Dictionary<string, List<AtlasEntityDef>>>(found[2].Result!)["ENTITY"].Single().Name.ShouldBe("b");
    }

    [Fact]
    public async Task What_is_refused_or_repeated_leaves_no_entry()
    {
        await using var shop = await OpenAsync();
        var named = Bob with { RequestId = "r1" };
        await shop.Catalog.Types.CreateAsync(Types("""{ "entityDefs": [ { "name": "a" } ] }"""), named, Cancel);
        await shop.Catalog.Types.CreateAsync(Types("""{ "entityDefs": [ { "name": "a" } ] }"""), named with { ClientAddress = "10.9.9.9" }, Cancel);
        (await EntityFixture.ErrorOf(() => shop.Catalog.Types.CreateAsync(Types("""{ "entityDefs": [ { "name": "a" } ] }"""), Bob, Cancel))).ShouldNotBeNull();
        var live = await shop.CreateAsync("shop_db", "d");
        await shop.Catalog.Purges.PurgeAsync([live], Bob, Cancel);

        (await FindAsync(shop, User("bob"))).Select(entry => (entry.Operation, entry.ClientId)).ShouldBe([("TYPE_DEF_CREATE", "10.1.2.3")]);
    }

    [Fact]
    public async Task Purge_has_an_entry_with_a_summary_and_the_entities_as_they_were()
    {
        await using var shop = await OpenAsync();
        var guids = new[] { await shop.CreateAsync("shop_db", "d0"), await shop.CreateAsync("shop_db", "d1"), await shop.CreateAsync("shop_db", "d2") };
        foreach (var guid in guids)
            await shop.DeleteAsync(guid);

        var answer = await shop.Catalog.Purges.PurgeAsync([.. guids, NoSuchGuid], Bob, Cancel);

        var entry = (await FindAsync(shop, User("bob"))).Single();
        (entry.Operation, entry.Params, entry.Result, entry.ResultCount, entry.RunId).ShouldBe(
            ("PURGE", $"[{string.Join(", ", guids)}, {NoSuchGuid}]", string.Join(',', guids), 3, answer.Summary!.RunId));
        (await shop.Catalog.AdminAudit.GetPurgeSummaryAsync(entry.Guid, Cancel)).ShouldBe(answer.Summary);
        (await shop.Catalog.AdminAudit.GetPurgeBatchesAsync(entry.Guid, Cancel)).ShouldBe([entry.Guid]);
        (await FindAsync(shop, new FilterCriteria { AttributeName = "runId", Operator = "=", AttributeValue = entry.RunId })).Single().Guid.ShouldBe(entry.Guid);
        var purged = await shop.Catalog.AdminAudit.GetPurgedAsync(entry.Guid, limit: 2, offset: 1, Cancel);
        purged.Select(header => (header.Guid, header.TypeName, header.Status, (string?)header.Attributes!["name"])).ShouldBe(
            [(guids[1], "shop_db", EntityStatus.Purged, "d1"), (guids[2], "shop_db", EntityStatus.Purged, "d2")]);
        (await shop.Catalog.AdminAudit.GetPurgedAsync(entry.Guid, limit: 10, offset: 3, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Long_texts_are_cut_and_say_so()
    {
        await using var shop = await OpenAsync();
        var description = new string('d', AdminAuditLog.MaxTextLength);
        await shop.Catalog.Types.CreateAsync(Types($$"""{ "classificationDefs": [ { "name": "wordy", "description": "{{description}}" } ] }"""), Bob, Cancel);
        var options = new Dictionary<string, object?> { ["x"] = string.Concat(Enumerable.Repeat("🙂", AdminAuditLog.MaxTextLength)) };
        await shop.Catalog.AdminAudit.RecordExportAsync(
            new ExportRecord { Request = new AtlasExportRequest { Options = options }, OperationStatus = "SUCCESS", Metrics = [], EntityCount = 0, StartTime = 5 }, Bob, Cancel);

        var found = await FindAsync(shop, User("bob"));

        found[0].Result!.ShouldStartWith("""{"CLASSIFICATION":[{""");
        found[0].Result!.ShouldContain("dd... (the first 65536 of ");
        found[0].Result!.Length.ShouldBeLessThan(AdminAuditLog.MaxTextLength + 100);
        found[1].Params!.Length.ShouldBeLessThan(AdminAuditLog.MaxTextLength + 100);
    }

    [Fact]
    public async Task Purge_of_so_many_that_its_text_is_cut_tells_of_all()
    {
        const int Count = 2000;
        await using var shop = await OpenAsync();
        var guids = Enumerable.Range(0, Count).Select(i => $"g{i}").ToArray();
        var row = new AdminAuditRow(
            0, "a", "bob", "PURGE", null, 1, 2, null, "cut", Count, "run", AtlasJson.Write(new PurgeDetails(new PurgeSummary { RunId = "run" }, guids)));
        await using (var writer = await shop.Store.BeginWriteAsync(1, Cancel))
        {
            await writer.AddAdminAuditAsync(row, Cancel);
            await writer.AddAuditAsync([Purged(guids[^1])], Cancel);
            await writer.CommitAsync(Cancel);
        }

        (await shop.Catalog.AdminAudit.GetPurgedAsync("a", 10, Count - 1, Cancel)).Single().Guid.ShouldBe(guids[^1]);
    }

    [Fact]
    public async Task Page_of_more_text_than_may_be_is_refused_and_a_smaller_one_is_given()
    {
        await using var shop = await OpenAsync();
        var text = new string('x', AdminAuditLog.MaxTextLength);
        await using (var writer = await shop.Store.BeginWriteAsync(1, Cancel))
        {
            for (var i = 0; i < 120; i++)
                await writer.AddAdminAuditAsync(new AdminAuditRow(0, $"a{i}", "bob", "EXPORT", text, 1, 2, null, text, 0, null, null), Cancel);
            await writer.CommitAsync(Cancel);
        }
        var search = new AuditSearchParameters { AuditFilters = User("bob"), Limit = 1000 };

        (await EntityFixture.ErrorOf(() => FindAsync(shop, search))).ShouldBe("400-00-029");
        (await FindAsync(shop, search with { Limit = 0 })).Count.ShouldBe(100);
        (await FindAsync(shop, search with { Offset = 100 })).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Details_are_those_of_a_purge_only()
    {
        await using var shop = await OpenAsync();
        var other = (await FindAsync(shop, filter: null))[0];

        foreach (var (guid, error) in new[] { (NoSuchGuid, "404-00-005"), (other.Guid, "400-00-029") })
        {
            (await EntityFixture.ErrorOf(() => shop.Catalog.AdminAudit.GetPurgedAsync(guid, 10, 0, Cancel))).ShouldBe(error);
            (await EntityFixture.ErrorOf(() => shop.Catalog.AdminAudit.GetPurgeSummaryAsync(guid, Cancel))).ShouldBe(error);
            (await EntityFixture.ErrorOf(() => shop.Catalog.AdminAudit.GetPurgeBatchesAsync(guid, Cancel))).ShouldBe(error);
        }
    }

    [Fact]
    public async Task Import_export_and_a_new_active_have_entries()
    {
        await using var shop = await OpenAsync();
        var options = new Dictionary<string, object?> { ["migration"] = "no" };
        var entity = """{ "entity": { "guid": "11111111-0000-0000-0000-000000000001", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" } } }""";
        await shop.Catalog.Import.RunAsync(
            new ImportBatch { Options = options, Types = Types("""{ "entityDefs": [ { "name": "a" } ] }"""), Entities = [AtlasJson.Parse<AtlasEntityWithExtInfo>(entity)] },
            Bob, Cancel);
        var record = new ExportRecord
        {
            Request = new AtlasExportRequest { ItemsToExport = [new AtlasObjectId { TypeName = "shop_db" }], Options = options },
            OperationStatus = "SUCCESS",
            Metrics = new() { ["entity:shop_db"] = 1 },
            EntityCount = 1,
            StartTime = 5,
        };
        await shop.Catalog.AdminAudit.RecordExportAsync(record, Bob with { RequestId = "r1" }, Cancel);
        await shop.Catalog.AdminAudit.RecordExportAsync(record with { StartTime = 6 }, Bob with { RequestId = "r1" }, Cancel);
        await shop.Catalog.AdminAudit.RecordServerAsync("i1", DateTimeOffset.FromUnixTimeMilliseconds(7), DateTimeOffset.FromUnixTimeMilliseconds(9), Cancel);
        await shop.Catalog.AdminAudit.RecordServerAsync("i1", null, DateTimeOffset.FromUnixTimeMilliseconds(10), Cancel);

        var bobs = await FindAsync(shop, User("bob"));
        bobs.Select(entry => entry.Operation).ShouldBe(["TYPE_DEF_CREATE", "IMPORT", "EXPORT", "EXPORT"]);
        (bobs[1].Params, bobs[1].ResultCount).ShouldBe(("""{"options":{"migration":"no"},"operationStatus":"SUCCESS"}""", 1));
        bobs[1].Result.ShouldBe("""{"typedef:changed":1,"entity:shop_db:created":1}""");
        (bobs[2].Params, bobs[2].Result, bobs[2].ResultCount, bobs[2].StartTime).ShouldBe(
            ("""{"itemsToExport":[{"typeName":"shop_db"}],"options":{"migration":"no"},"operationStatus":"SUCCESS"}""", """{"entity:shop_db":1}""", 1, 5));
        var servers = await FindAsync(shop, new FilterCriteria { AttributeName = "operation", Operator = "startsWith", AttributeValue = "SERVER_" });
        servers.Select(entry => (entry.Operation, entry.StartTime, entry.ClientId, entry.Params)).ShouldBe(
        [
            ("SERVER_START", 7, "i1", """{"instanceId":"i1","epoch":1}"""), ("SERVER_STATE_ACTIVE", 9, "i1", """{"instanceId":"i1","epoch":1}"""),
            ("SERVER_STATE_ACTIVE", 10, "i1", """{"instanceId":"i1","epoch":1}"""),
        ]);
    }

    [Theory]
    [InlineData("userName", "=", "u1", "1")]
    [InlineData("userName", "neq", "u1", "0 2 3")]
    [InlineData("userName", "in", "u0, u3", "0 3")]
    [InlineData("userName", "containsAny", "u0,u3", "0 3")]
    [InlineData("userName", "containsAll", "u0", "0")]
    [InlineData("userName", "containsAll", "u0,u3", "")]
    [InlineData("userName", "like", "?0", "0")]
    [InlineData("userName", "like", "3", "3")]
    [InlineData("userName", "begins_with", "u", "0 1 2 3")]
    [InlineData("userName", "ENDSWITH", "2", "2")]
    [InlineData("clientId", "contains", ".2", "2")]
    [InlineData("clientId", "not_contains", ".2", "0 1 3")]
    [InlineData("startTime", ">", "1700000001000", "2 3")]
    [InlineData("startTime", "lte", " 1700000001000 ", "0 1")]
    [InlineData("endTime", "timerange", "1700000001000,1700000002000", "1 2")]
    [InlineData("endTime", "timerange", "YESTERDAY", "")]
    [InlineData("resultCount", "eq", "1", "0 1 2 3")]
    [InlineData("runId", "isNull", null, "0 1 2 3")]
    [InlineData("runId", "notNull", null, "")]
    [InlineData("params", "notEmpty", "x", "0 1 2 3")]
    [InlineData("result", "contains", "\"name\":\"t2\"", "2")]
    public async Task Entries_are_found_with_every_operator(string attribute, string symbol, string? value, string expected)
    {
        await using var shop = await OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await shop.Catalog.Types.CreateAsync(Types($$"""{ "classificationDefs": [ { "name": "t{{i}}" } ] }"""), new CallContext($"u{i}", null) { ClientAddress = $"10.0.0.{i}" }, Cancel);
            shop.Time.Advance(TimeSpan.FromSeconds(1));
        }
        var filter = new FilterCriteria { AttributeName = attribute, Operator = symbol, AttributeValue = value };
        var ours = new FilterCriteria { AttributeName = "userName", Operator = "like", AttributeValue = "u?" };

        var found = await FindAsync(shop, new FilterCriteria { Condition = FilterCondition.And, Criterion = [ours, filter] });

        string.Join(' ', found.Select(entry => entry.UserName[1..])).ShouldBe(expected);
    }

    [Fact]
    public async Task Entries_are_sorted_paged_and_joined_by_or()
    {
        await using var shop = await OpenAsync();
        foreach (var user in (string[])["c", "a", "b", "d"])
            await shop.Catalog.Types.CreateAsync(Types($$"""{ "classificationDefs": [ { "name": "t{{user}}" } ] }"""), new CallContext(user, null), Cancel);
        var any = new FilterCriteria { Condition = FilterCondition.Or, Criterion = [User("a"), User("b"), User("c"), new FilterCriteria()] };
        var parameters = new AuditSearchParameters { AuditFilters = any, SortBy = "userName", SortOrder = SortOrder.Descending };

        (await FindAsync(shop, parameters)).Select(entry => entry.UserName).ShouldBe(["c", "b", "a"]);
        (await FindAsync(shop, parameters with { SortOrder = null, Offset = 1, Limit = 1 })).Select(entry => entry.UserName).ShouldBe(["b"]);
        (await FindAsync(shop, parameters with { SortBy = null, SortOrder = null, Offset = -1, Limit = -1 })).Select(entry => entry.UserName).ShouldBe(["c", "a", "b"]);
        (await FindAsync(shop, parameters with { SortBy = null })).Select(entry => entry.UserName).ShouldBe(["b", "a", "c"]);
        (await FindAsync(shop, new AuditSearchParameters { AuditFilters = new FilterCriteria() })).Count.ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData("""{ "auditFilters": { "attributeName": "userName", "operator": "~", "attributeValue": "x" } }""", "400-00-103")]
    [InlineData("""{ "auditFilters": { "operator": "=", "attributeValue": "x" } }""", "400-00-104")]
    [InlineData("""{ "auditFilters": { "attributeName": "userName", "operator": "=", "attributeValue": " " } }""", "400-00-105")]
    [InlineData("""{ "auditFilters": { "attributeName": "nothing", "operator": "=", "attributeValue": "x" } }""", "400-00-023")]
    [InlineData("""{ "sortBy": "nothing" }""", "400-00-023")]
    [InlineData("""{ "auditFilters": { "attributeName": "startTime", "operator": "=", "attributeValue": "today" } }""", "400-00-029")]
    [InlineData("""{ "auditFilters": { "attributeName": "startTime", "operator": "like", "attributeValue": "17*" } }""", "400-00-029")]
    [InlineData("""{ "auditFilters": { "attributeName": "userName", "operator": "timerange", "attributeValue": "TODAY" } }""", "400-00-029")]
    [InlineData("""{ "auditFilters": { "criterion": [ { "attributeName": "userName", "operator": "=", "attributeValue": "x" } ] } }""", "500-00-001")]
    public async Task Wrong_searches_are_refused(string parameters, string error)
    {
        await using var shop = await OpenAsync();
        (await EntityFixture.ErrorOf(() => FindAsync(shop, AtlasJson.Parse<AuditSearchParameters>(parameters)))).ShouldBe(error);
    }

    [Fact]
    public async Task Too_large_a_filter_is_refused_and_the_largest_is_answered()
    {
        await using var shop = await OpenAsync();
        var largest = new FilterCriteria { Condition = FilterCondition.And, Criterion = [.. Enumerable.Repeat(User("nobody"), 500)] };
        var list = new FilterCriteria { AttributeName = "userName", Operator = "in", AttributeValue = string.Join(',', Enumerable.Range(0, 5000)) };

        (await FindAsync(shop, largest)).ShouldBeEmpty();
        (await FindAsync(shop, list)).ShouldBeEmpty();
        (await EntityFixture.ErrorOf(() => FindAsync(shop, largest with { Criterion = [.. largest.Criterion!, User("x")] }))).ShouldBe("400-00-029");
        (await EntityFixture.ErrorOf(() => FindAsync(shop, list with { AttributeValue = list.AttributeValue + ",x" }))).ShouldBe("400-00-029");
    }

    [Fact]
    public async Task Entries_go_when_they_are_too_old_or_too_many()
    {
        await using var shop = await EntityFixture.OpenAsync(stores, new CatalogOptions { AdminAudit = new AdminAuditOptions { KeepFor = TimeSpan.FromDays(2), MaxEntries = 3 } });
        (await FindAsync(shop, filter: null)).Count.ShouldBeLessThanOrEqualTo(3);
        for (var i = 0; i < 5; i++)
        {
            shop.Time.Advance(TimeSpan.FromHours(1));
            await CreateAsync(i);
        }
        (await FindAsync(shop, filter: null)).Select(Name).ShouldBe(["t2", "t3", "t4"]);

        shop.Time.Advance(TimeSpan.FromHours(47.5));
        await CreateAsync(5);

        (await FindAsync(shop, filter: null)).Select(Name).ShouldBe(["t4", "t5"]);

        Task CreateAsync(int i) => shop.Catalog.Types.CreateAsync(Types($$"""{ "classificationDefs": [ { "name": "t{{i}}" } ] }"""), Bob, Cancel);
        string? Name(AtlasAuditEntry entry) => AtlasJson.Parse<Dictionary<string, List<AtlasClassificationDef>>>(entry.Result!)["CLASSIFICATION"].Single().Name;
    }

    private static AuditRow Purged(string guid) => new(
        0, guid, 1, "bob", EntityAuditAction.EntityPurge.ToWire(), Encoding.UTF8.GetBytes($$"""Purged: { "guid": "{{guid}}", "typeName": "shop_db" }"""), false);

    private static FilterCriteria User(string name) => new() { AttributeName = "userName", Operator = "=", AttributeValue = name };

    private static AtlasTypesDef Types(string json) => AtlasJson.Parse<AtlasTypesDef>(json);

    private static Task<IReadOnlyList<AtlasAuditEntry>> FindAsync(EntityFixture shop, FilterCriteria? filter) =>
        FindAsync(shop, new AuditSearchParameters { AuditFilters = filter });

    private static Task<IReadOnlyList<AtlasAuditEntry>> FindAsync(EntityFixture shop, AuditSearchParameters parameters) =>
        shop.Catalog.AdminAudit.FindAsync(parameters, Cancel);

    private Task<EntityFixture> OpenAsync() => EntityFixture.OpenAsync(stores);
}
