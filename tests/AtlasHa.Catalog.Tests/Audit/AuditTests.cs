using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Audit;

/// <summary>Each change of an entity leaves an event, in the transaction of the change.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private EntityFixture _shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await EntityFixture.OpenAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Creation_update_and_deletion_tell_what_is_new()
    {
        var guid = await _shop.CreateAsync("shop_db", "d");
        await _shop.PostAsync($$"""{ "entity": { "guid": "{{guid}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d", "region": "EU" } } }""");
        await _shop.PostAsync($$"""{ "entity": { "guid": "{{guid}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d", "region": "EU" } } }""");
        await _shop.PostAsync($$"""{ "entity": { "guid": "{{guid}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" }, "customAttributes": { "k": "v" } } }""");
        await _shop.DeleteAsync(guid);

        var events = await EventsAsync(guid);

        events.Select(entry => entry.Action).ShouldBe(
            [EntityAuditAction.EntityCreate, EntityAuditAction.EntityUpdate, EntityAuditAction.CustomAttributeUpdate, EntityAuditAction.EntityDelete]);
        events.ShouldAllBe(entry => entry.EntityId == guid && entry.User == "ada" && entry.Timestamp == 1_700_000_000_000);
        Payload(events[0], "Created: ").Attributes!["qualifiedName"].ShouldBe("d");
        Payload(events[1], "Updated: ").Attributes!["region"].ShouldBe("EU");
        Payload(events[2], "Updated custom attribute: ").CustomAttributes!["k"].ShouldBe("v");
        events[3].Details.ShouldBe("Deleted entity");
    }

    [Fact]
    public async Task Entities_that_change_with_others_have_events_too()
    {
        var guids = await _shop.CreateTableAsync("t", "a");
        await _shop.DeleteAsync(guids["-2"]);

        (await ActionsAsync(guids["-1"])).ShouldBe([EntityAuditAction.EntityCreate, EntityAuditAction.EntityUpdate]);
        (await ActionsAsync(guids["-2"])).ShouldBe([EntityAuditAction.EntityCreate, EntityAuditAction.EntityDelete]);
    }

    [Fact]
    public async Task Classifications_leave_events_where_they_are_put_and_where_they_spread()
    {
        var (input, output) = (await _shop.CreateAsync("shop_table", "i"), await _shop.CreateAsync("shop_table", "o"));
        await _shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_job", "attributes": { "qualifiedName": "j", "name": "j" },
              "relationshipAttributes": { "inputs": [ { "guid": "{{input}}" } ], "outputs": [ { "guid": "{{output}}" } ] } } }
            """);
        var tag = EntityLocator.Of(input);
        await _shop.ClassifyAsync(input, """[ { "typeName": "shop_pii" } ]""");
        await _shop.Catalog.Classifications.UpdateAsync(
            tag, AtlasJson.Parse<List<AtlasClassification>>("""[ { "typeName": "shop_pii", "attributes": { "level": 2 } } ]"""), EntityFixture.Caller, Cancel);
        await _shop.Catalog.Classifications.RemoveAsync(tag, "shop_pii", null, EntityFixture.Caller, Cancel);

        var direct = (await EventsAsync(input))[^3..];
        direct.Select(entry => entry.Action).ShouldBe(
            [EntityAuditAction.ClassificationAdd, EntityAuditAction.ClassificationUpdate, EntityAuditAction.ClassificationDelete]);
        direct[0].Details.ShouldStartWith("Added classification: {\"typeName\":\"shop_pii\"");
        direct[1].Details.ShouldStartWith("Updated classification: {");
        direct[1].Details.ShouldContain("\"level\":2");
        direct[2].Details.ShouldBe("Deleted classification: shop_pii");
        var spread = (await EventsAsync(output))[^3..];
        spread.Select(entry => entry.Action).ShouldBe(
            [EntityAuditAction.PropagatedClassificationAdd, EntityAuditAction.PropagatedClassificationUpdate, EntityAuditAction.PropagatedClassificationDelete]);
        spread[0].Details.ShouldStartWith("Added propagated classification: {");
        spread[0].Details.ShouldContain(input);
        spread[2].Details.ShouldBe("Deleted propagated classification: shop_pii");
    }

    [Fact]
    public async Task Labels_and_business_metadata_leave_events()
    {
        var guid = await _shop.CreateAsync("shop_table", "t");
        await _shop.Catalog.Labels.SetAsync(EntityLocator.Of(guid), ["a", "b"], EntityFixture.Caller, Cancel);
        await _shop.Catalog.Labels.SetAsync(EntityLocator.Of(guid), ["b", "c"], EntityFixture.Caller, Cancel);
        await _shop.Catalog.Labels.SetAsync(EntityLocator.Of(guid), ["b", "c"], EntityFixture.Caller, Cancel);
        await _shop.Catalog.BusinessMetadata.SetAsync(
            guid, new Dictionary<string, Dictionary<string, object?>?> { ["shop_care"] = new() { ["score"] = 5L } }, false, EntityFixture.Caller, Cancel);

        (await EventsAsync(guid))[1..].Select(entry => (entry.Action, entry.Details)).ShouldBe(
        [
            (EntityAuditAction.LabelAdd, "Added labels: a b"), (EntityAuditAction.LabelAdd, "Added labels: c"),
            (EntityAuditAction.LabelDelete, "Deleted labels: a"),
            (EntityAuditAction.BusinessAttributeUpdate, """Updated business attributes: {"typeName":"shop_care","attributes":{"score":5}}"""),
        ]);
    }

    [Fact]
    public async Task Refused_request_leaves_no_event()
    {
        var guid = await _shop.CreateAsync("shop_db", "d");
        await Should.ThrowAsync<AtlasException>(() => _shop.ClassifyAsync(guid, """[ { "typeName": "shop_secret" }, { "typeName": "no_such" } ]"""));

        (await ActionsAsync(guid)).ShouldBe([EntityAuditAction.EntityCreate]);
    }

    [Fact]
    public async Task Events_are_listed_newest_first_from_a_key_and_by_kind()
    {
        var guid = await ChangedTwiceAsync();
        var all = await ListAsync(guid, new EntityAuditQuery());

        all.Select(entry => entry.Action).ShouldBe([EntityAuditAction.EntityUpdate, EntityAuditAction.EntityUpdate, EntityAuditAction.EntityCreate]);
        (await ListAsync(guid, new EntityAuditQuery { StartKey = all[1].EventKey })).ShouldBe(all.Skip(1));
        (await ListAsync(guid, new EntityAuditQuery { Count = 1 })).ShouldBe(all.Take(1));
        (await ListAsync(guid, new EntityAuditQuery { Action = EntityAuditAction.EntityCreate })).ShouldBe(all.Skip(2));
        (await EntityFixture.ErrorOf(() => ListAsync(guid, new EntityAuditQuery { StartKey = "nonsense" }))).ShouldBe("400-00-01A");
    }

    [Fact]
    public async Task Events_are_sorted_and_paged_when_that_is_asked_for()
    {
        var guid = await ChangedTwiceAsync();
        var oldest = (await ListAsync(guid, new EntityAuditQuery())).Reverse().ToArray();

        (await ListAsync(guid, new EntityAuditQuery { Offset = 1, Count = 1 })).ShouldBe(oldest.Skip(1).Take(1));
        (await ListAsync(guid, new EntityAuditQuery { SortBy = "timestamp", SortOrder = "DESC" })).ShouldBe(Enumerable.Reverse(oldest));
        (await ListAsync(guid, new EntityAuditQuery { SortBy = "action" })).Select(entry => entry.Action).ShouldBe(
            [EntityAuditAction.EntityCreate, EntityAuditAction.EntityUpdate, EntityAuditAction.EntityUpdate]);
    }

    [Fact]
    public async Task Entity_that_never_was_has_no_events_but_one_that_was_purged_has()
    {
        (await EntityFixture.ErrorOf(() => ListAsync("nobody", new EntityAuditQuery()))).ShouldBe("404-00-005");

        await _shop.ChangeAsync((_, changes) =>
        {
            changes.Audit.Add("purged-one", EntityAuditAction.EntityPurge, "Purged: {}");
            return Task.CompletedTask;
        });
        (await ListAsync("purged-one", new EntityAuditQuery())).ShouldHaveSingleItem().Details.ShouldBe("Purged: {}");
    }

    [Fact]
    public void Event_has_atlas_members_null_ones_too()
    {
        var json = System.Text.Encoding.UTF8.GetString(AtlasJson.Write(new EntityAuditEvent
        {
            EntityId = "g",
            Timestamp = 5,
            User = "ada",
            Action = EntityAuditAction.LabelAdd,
            Details = "d",
            EventKey = "g:5:1",
        }));

        json.ShouldBe("""{"entityId":"g","timestamp":5,"user":"ada","action":"LABEL_ADD","details":"d","eventKey":"g:5:1","entity":null,"type":"ENTITY_AUDIT_V2"}""");
    }

    private static AtlasEntity Payload(EntityAuditEvent entry, string prefix)
    {
        entry.Details.ShouldStartWith(prefix);
        return AtlasJson.Parse<AtlasEntity>(entry.Details[prefix.Length..]);
    }

    private async Task<string> ChangedTwiceAsync()
    {
        var guid = await _shop.CreateAsync("shop_db", "d");
        foreach (var region in new[] { "EU", "US" })
        {
            _shop.Time.Advance(TimeSpan.FromSeconds(1));
            await _shop.PostAsync($$"""{ "entity": { "guid": "{{guid}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d", "region": "{{region}}" } } }""");
        }

        return guid;
    }

    private Task<IReadOnlyList<EntityAuditEvent>> ListAsync(string guid, EntityAuditQuery query) => _shop.Catalog.Audit.ListAsync(guid, query, Cancel);

    private async Task<EntityAuditEvent[]> EventsAsync(string guid) => [.. (await ListAsync(guid, new EntityAuditQuery())).Reverse()];

    private async Task<EntityAuditAction[]> ActionsAsync(string guid) => [.. (await EventsAsync(guid)).Select(entry => entry.Action)];
}
