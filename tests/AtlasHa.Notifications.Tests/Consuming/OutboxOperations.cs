using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Notifications.Consuming;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>What is told of changed entities: Atlas's messages, one for each effect, in order.</summary>
public abstract class OutboxOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entity_is_told_of_when_it_is_created_updated_classified_and_deleted()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await terms.Catalog.Types.CreateAsync(
            AtlasJson.Parse<AtlasTypesDef>("""
                {"classificationDefs":[{"name":"base","attributeDefs":[{"name":"a","typeName":"string","isOptional":true}]},{"name":"sub","superTypes":["base"]}],
                 "entityDefs":[{"name":"told","superTypes":["DataSet"],"attributeDefs":[{"name":"extra","typeName":"string","isOptional":true,"includeInNotification":true},
                   {"name":"secret","typeName":"string","isOptional":true}]}]}
                """),
            Terms.Caller, Cancel);
        var guid = await PostAsync(terms, """
            {"guid":"-1","typeName":"told","attributes":{"qualifiedName":"q","name":"n","extra":"e","secret":"s"},"classifications":[{"typeName":"sub","attributes":{"a":"1"}}]}
            """);
        await PostAsync(terms, """{"guid":"-1","typeName":"told","attributes":{"qualifiedName":"q","name":"n","secret":"t"}}""");
        await terms.Catalog.Labels.SetAsync(EntityLocator.Of(guid), ["label"], Terms.Caller, Cancel);
        await terms.Catalog.Classifications.AddAsync(EntityLocator.Of(guid), [new AtlasClassification { TypeName = "shop_pii" }], Terms.Caller, Cancel);
        await terms.Catalog.Classifications.UpdateAsync(
            EntityLocator.Of(guid), [new AtlasClassification { TypeName = "shop_pii", Attributes = new() { ["level"] = 3L } }], Terms.Caller, Cancel);
        await terms.Catalog.Classifications.RemoveAsync(EntityLocator.Of(guid), "shop_pii", null, Terms.Caller, Cancel);
        await terms.Catalog.Entities.DeleteAsync([guid], Terms.Caller, Cancel);

        var told = await ToldAsync(terms);

        told.Select(each => each.OperationType).ShouldBe(
        [
            EntityNotification.ClassificationAdd, EntityNotification.Create, EntityNotification.Update, EntityNotification.ClassificationAdd,
            EntityNotification.ClassificationUpdate, EntityNotification.ClassificationDelete, EntityNotification.Delete,
        ]);
        told.ShouldAllBe(each => each.Type == "ENTITY_NOTIFICATION_V2" && each.Entity!.Guid == guid && each.EventTime > 0);
        var header = told[1].Entity!;
        header.Attributes!.Keys.Order().ShouldBe(["extra", "name", "qualifiedName"]);
        header.ClassificationNames.ShouldBe(["sub", "base"]);
        header.Classifications![1].Attributes!["a"].ShouldBe("1");
        told[^1].Entity!.Status.ShouldBe(EntityStatus.Deleted);
    }

    [Fact]
    public async Task Entities_that_a_classification_spreads_to_are_told_of_too()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        var note = await PostAsync(terms, """{"guid":"-1","typeName":"shop_note","attributes":{"qualifiedName":"note"}}""");
        var db = await PostAsync(terms, $$$$"""
            {"guid":"-1","typeName":"shop_db","attributes":{"qualifiedName":"db","name":"db"},
             "relationshipAttributes":{"notes":[{"guid":"{{{{note}}}}","relationshipAttributes":{"typeName":"shop_note_topic","attributes":{"weight":1}}}]}}
            """);
        var before = (await ToldAsync(terms)).Count;

        await terms.Catalog.Classifications.AddAsync(EntityLocator.Of(db), [new AtlasClassification { TypeName = "shop_pii" }], Terms.Caller, Cancel);

        (await ToldAsync(terms)).Skip(before).Select(each => (each.OperationType, each.Entity!.Guid))
            .ShouldBe([(EntityNotification.ClassificationAdd, db), (EntityNotification.ClassificationAdd, note)], ignoreOrder: true);
    }

    [Fact]
    public async Task Nothing_is_told_of_what_was_refused_nor_of_the_catalogues_own_entities()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        await Should.ThrowAsync<Exception>(() => PostAsync(terms, """{"guid":"-1","typeName":"shop_column","attributes":{"qualifiedName":"no type"}}"""));
        await terms.Catalog.Glossaries.CreateAsync(new AtlasGlossary { Name = "g" }, Terms.Caller, Cancel);

        (await ToldAsync(terms)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_of_messages_leaves_one_event_for_each_effect_in_order_over_terms()
    {
        await using var terms = await Terms.OpenAsync(stores);
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"n{i}")];
        await terms.PostAsync([.. names.Take(20).Select(name => Fixture.Table("t", name))]);
        await terms.BeginAsync();
        await terms.PostAsync([.. names.Skip(20).Select(name => Fixture.Table("t", name))]);
        await terms.TakenAsync();

        (await ToldAsync(terms)).Select(each => (string)each.Entity!.Attributes!["name"]!).ShouldBe(names);
    }

    [Fact]
    public async Task Old_messages_are_forgotten_and_the_numbers_go_on()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        terms.Limits.OutboxRetention = 3;
        for (var i = 0; i < 8; i++)
            await PostAsync(terms, $$$"""{"guid":"-1","typeName":"shop_table","attributes":{"qualifiedName":"q{{{i}}}","name":"n"}}""");
        using var counts = new ConsumerCounts(TimeProvider.System, terms.Health);
        using var stop = new CancellationTokenSource();
        var keeping = new Housekeeping(terms.Catalog, terms.Options, terms.Limits, counts, TimeProvider.System, NullLogger.Instance).RunAsync(stop.Token);
        await Eventually.TrueAsync("old ones are gone", async () => (await terms.Catalog.Outbox.ReadBoundsAsync(Cancel)).First == 6);
        await stop.CancelAsync();
        await keeping;

        var batch = await terms.Catalog.Outbox.ReadBatchAsync(after: 0, atMost: 10, Cancel);
        (batch.First, batch.Last).ShouldBe((6, 8));
        batch.Items.Select(item => item.Id).ShouldBe([6, 7, 8]);
    }

    [Fact]
    public async Task Whoever_waits_is_woken_by_a_change_and_by_the_end_of_the_term()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        var changed = terms.Catalog.Outbox.Changed;
        changed.IsCompleted.ShouldBeFalse();
        await PostAsync(terms, """{"guid":"-1","typeName":"shop_table","attributes":{"qualifiedName":"q","name":"n"}}""");
        await Eventually.DoneAsync("a change wakes", changed);

        var over = terms.Catalog.Outbox.Changed;
        await terms.BeginAsync(consuming: false);
        await Eventually.DoneAsync("the end of the term wakes", over);
    }

    private static async Task<string> PostAsync(Terms terms, string entity)
    {
        var answer = await terms.Catalog.Entities.CreateOrUpdateAsync(
            new AtlasEntityWithExtInfo { Entity = AtlasJson.Parse<AtlasEntity>(entity) }, Terms.Caller, Cancel);
        return answer.GuidAssignments!["-1"];
    }

    private static async Task<List<EntityNotification>> ToldAsync(Terms terms) =>
        [.. (await terms.Catalog.Outbox.ReadAsync(after: 0, atMost: 1000, Cancel)).Select(row => AtlasJson.Parse<EntityNotification>(row.Body))];
}
