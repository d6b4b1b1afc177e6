using AtlasHa.Catalog.Answers;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>A kept answer lasts until something that is in it changes, and no longer.</summary>
public sealed class DependencyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Kept_answer_is_what_the_catalogue_answers(bool byName, bool header)
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t");
        var question = (byName ? AnswersFixture.Named("t") : AnswersFixture.Full(guid)) with { Options = header ? null : EntityReadOptions.Default };
        shop.Answers.Find(question).ShouldBeNull();
        await shop.Answers.ReadAsync(question, Cancel);

        var expected = header
            ? AtlasJson.Write(await shop.Catalog.Entities.GetHeaderAsync(guid, Cancel))
            : AtlasJson.Write(await shop.Catalog.Entities.GetAsync(guid, EntityReadOptions.Default, Cancel));
        shop.Answers.Find(question).ShouldNotBeNull().Utf8.ToArray().ShouldBe(expected);
    }

    [Fact]
    public async Task Questions_that_differ_in_form_have_answers_of_their_own()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t");
        await shop.KeepAsync(AnswersFixture.Full(guid));

        shop.Find(EntityQuestion.ByGuid(guid, new EntityReadOptions { IgnoreRelationships = true })).ShouldBeNull();
        shop.Find(EntityQuestion.ByGuid(guid, options: null)).ShouldBeNull();
        shop.Find(EntityQuestion.ByGuid(guid, new EntityReadOptions())).ShouldNotBeNull();
    }

    [Fact]
    public async Task Change_of_the_entity_ends_its_answers_and_those_of_no_other()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var (changed, other) = (await shop.CreateAsync("shop_table", "t1"), await shop.CreateAsync("shop_table", "t2"));
        EntityQuestion[] asked = [AnswersFixture.Full(changed), AnswersFixture.Named("t1"), EntityQuestion.ByGuid(changed, options: null)];
        foreach (var question in asked)
            await shop.KeepAsync(question);
        await shop.KeepAsync(AnswersFixture.Full(other));

        await shop.SetRowsAsync(changed, 5);

        asked.ShouldAllBe(question => shop.Find(question) == null);
        shop.Find(AnswersFixture.Full(other)).ShouldNotBeNull();
        AnswersFixture.RowsOf(await shop.ReadAsync(AnswersFixture.Full(changed))).ShouldBe(5);
        AnswersFixture.RowsOf(shop.Find(AnswersFixture.Full(changed))).ShouldBe(5);
    }

    [Fact]
    public async Task Change_of_a_related_entity_ends_the_answer_that_shows_it()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var db = await shop.CreateAsync("shop_db", "db");
        var table = await shop.CreateAsync("shop_table", "t", $$""", "db": { "guid": "{{db}}", "typeName": "shop_db" } """);
        await shop.KeepAsync(AnswersFixture.Full(table));
        await shop.KeepAsync(AnswersFixture.Full(db));

        await shop.SetAsync(db, "name", "renamed");
        shop.Find(AnswersFixture.Full(table)).ShouldBeNull("it shows the database's name");

        await shop.KeepAsync(AnswersFixture.Full(db));
        await shop.CreateAsync("shop_table", "t2", $$""", "db": { "guid": "{{db}}", "typeName": "shop_db" } """);
        shop.Find(AnswersFixture.Full(db)).ShouldBeNull("it lists the tables");

        await shop.KeepAsync(AnswersFixture.Full(db));
        await shop.DeleteAsync(table);
        shop.Find(AnswersFixture.Full(db)).ShouldBeNull("it says that a table is deleted");
    }

    [Fact]
    public async Task Relationship_that_comes_or_goes_ends_the_answers_of_both_ends()
    {
        await using var shop = await AnswersFixture.OpenAsync(hardDeletion: true);
        var (db, note) = (await shop.CreateAsync("shop_db", "db"), await shop.CreateAsync("shop_note", "n"));
        await KeepBothAsync();

        var created = await shop.Catalog.Relationships.CreateAsync(
            new AtlasRelationship
            {
                TypeName = "shop_note_topic",
                End1 = new() { Guid = db },
                End2 = new() { Guid = note },
                Attributes = new() { ["weight"] = 1L },
            },
            AnswersFixture.Caller, Cancel);
        NoneIsKept();

        await KeepBothAsync();
        await shop.Catalog.Relationships.DeleteAsync(created.Guid!, AnswersFixture.Caller, Cancel);
        NoneIsKept();

        async Task KeepBothAsync()
        {
            await shop.KeepAsync(AnswersFixture.Full(db));
            await shop.KeepAsync(AnswersFixture.Full(note));
        }

        void NoneIsKept()
        {
            shop.Find(AnswersFixture.Full(db)).ShouldBeNull();
            shop.Find(AnswersFixture.Full(note)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Entity_that_is_removed_for_good_ends_the_answers_of_its_neighbours_and_of_those_that_had_its_classifications()
    {
        await using var shop = await AnswersFixture.OpenAsync(hardDeletion: true);
        var source = await shop.CreateAsync("shop_table", "source");
        var target = await shop.CreateAsync("shop_table", "target");
        var job = await shop.CreateAsync(
            "shop_job", "j", $$""", "inputs": [ { "guid": "{{source}}" } ], "outputs": [ { "guid": "{{target}}" } ] """);
        await shop.Catalog.Classifications.AddAsync(EntityLocator.Of(source), [new() { TypeName = "shop_pii" }], AnswersFixture.Caller, Cancel);
        foreach (var guid in new[] { job, target })
            await shop.KeepAsync(AnswersFixture.Full(guid));

        await shop.DeleteAsync(source);

        shop.Find(AnswersFixture.Full(job)).ShouldBeNull();
        shop.Find(AnswersFixture.Full(target)).ShouldBeNull();
        (await shop.ReadAsync(AnswersFixture.Full(target))).Entity!.Classifications.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Assigned_term_and_its_name_are_part_of_the_answer(bool header)
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var table = await shop.CreateAsync("shop_table", "t");
        var question = AnswersFixture.Full(table) with { Options = header ? null : EntityReadOptions.Default };
        var glossaries = shop.Catalog.Glossaries;
        var glossary = (await glossaries.CreateAsync(new() { Name = "g" }, AnswersFixture.Caller, Cancel)).Guid;
        AtlasGlossaryTerm wanted = new() { Name = "w", Anchor = new() { GlossaryGuid = glossary } };
        var term = (await glossaries.Terms.CreateAsync([wanted], AnswersFixture.Caller, Cancel)).Items.Single().Guid!;
        await KeptAsync();

        await glossaries.Terms.AssignAsync(term, [new() { Guid = table }], AnswersFixture.Caller, Cancel);
        shop.Answers.Find(question).ShouldBeNull();
        await KeptAsync();
        await glossaries.Terms.PatchAsync(term, new Dictionary<string, string?> { ["name"] = "renamed" }, AnswersFixture.Caller, Cancel);

        shop.Answers.Find(question).ShouldBeNull("it shows the term's name");

        async Task KeptAsync()
        {
            await shop.Answers.ReadAsync(question, Cancel);
            shop.Answers.Find(question).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Answer_by_name_follows_the_name()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var first = await shop.CreateAsync("shop_table", "t");
        await shop.KeepAsync(AnswersFixture.Named("t"));

        await shop.DeleteAsync(first);
        shop.Find(AnswersFixture.Named("t")).ShouldBeNull();
        (await Should.ThrowAsync<AtlasException>(() => shop.ReadAsync(AnswersFixture.Named("t")))).Code.ShouldBe(AtlasErrorCode.InstanceByUniqueAttributeNotFound);

        var second = await shop.CreateAsync("shop_table", "t");
        (await shop.ReadAsync(AnswersFixture.Named("t"))).Entity!.Guid.ShouldBe(second);
        shop.Find(AnswersFixture.Named("t"))!.Entity!.Guid.ShouldBe(second);
    }

    [Fact]
    public async Task Change_of_types_ends_all_answers()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t");
        await shop.KeepAsync(AnswersFixture.Full(guid));

        await shop.DefineAsync("""{ "entityDefs": [ { "name": "later", "superTypes": [ "DataSet" ] } ] }""");

        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
        await shop.KeepAsync(AnswersFixture.Full(guid));
    }

    [Fact]
    public async Task Nothing_is_kept_when_that_is_turned_off()
    {
        await using var shop = await AnswersFixture.OpenAsync(cacheBytes: 0);
        var guid = await shop.CreateAsync("shop_table", "t");
        await shop.ReadAsync(AnswersFixture.Full(guid));
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
    }

    [Theory]
    [InlineData("entity")]
    [InlineData("relationship")]
    [InlineData("ends")]
    [InlineData("endsOfType")]
    [InlineData("unique")]
    public async Task What_was_looked_for_in_vain_is_changed_when_it_comes(string what)
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var (marks, read) = (new ChangeMarks(), new Footprint());
        await using (var reader = new TrackedReader(await shop.Store.OpenReaderAsync(1, Cancel), read))
        {
            await (what switch
            {
                "entity" => reader.ReadEntitiesAsync(["e"], Cancel).AsTask(),
                "relationship" => reader.ReadRelationshipsAsync(["r"], Cancel).AsTask(),
                "ends" => reader.ReadRelationshipsOfAsync(["e"], Cancel).AsTask(),
                "endsOfType" => reader.ReadRelationshipsOfAsync(["e"], ["t"], Cancel).AsTask(),
                _ => (Task)reader.FindUniqueAsync([new UniqueValue("name", "n")], Cancel).AsTask(),
            });
        }
        var asOf = marks.Now;
        marks.AreUnchanged([.. read.Stripes], asOf).ShouldBeTrue();

        await using var writer = await new MarkingStore(shop.Store, marks).BeginWriteAsync(1, Cancel);
        await (what switch
        {
            "entity" => writer.PutEntitiesAsync([new EntityRow("e", "t", EntityRowStatus.Active, null, null, 0, 0, 0, [])], Cancel),
            "unique" => writer.SetUniqueAsync("x", [new UniqueRow("t", "name", "n", "x")], Cancel),
            _ => writer.PutRelationshipsAsync([new RelationshipRow("r", "t", "e", "f", EntityRowStatus.Active, null, null, 0, 0, 0, [])], Cancel),
        });
        await writer.CommitAsync(Cancel);

        marks.AreUnchanged([.. read.Stripes], asOf).ShouldBeFalse();
    }

    [Fact]
    public async Task Purging_one_end_changes_what_was_read_of_the_other()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var (marks, read) = (new ChangeMarks(), new Footprint());
        await using (var writer = await shop.Store.BeginWriteAsync(1, Cancel))
        {
            await writer.PutRelationshipsAsync([new RelationshipRow("r", "t", "e", "f", EntityRowStatus.Active, null, null, 0, 0, 0, [])], Cancel);
            await writer.CommitAsync(Cancel);
        }
        await using (var reader = new TrackedReader(await shop.Store.OpenReaderAsync(1, Cancel), read))
            (await reader.ReadRelationshipsOfAsync(["e"], Cancel)).Count.ShouldBe(1);
        var asOf = marks.Now;

        await using (var writer = await new MarkingStore(shop.Store, marks).BeginWriteAsync(1, Cancel))
        {
            await writer.PurgeEntitiesAsync(["f"], Cancel);
            await writer.CommitAsync(Cancel);
        }

        marks.AreUnchanged([.. read.Stripes], asOf).ShouldBeFalse();
    }
}
