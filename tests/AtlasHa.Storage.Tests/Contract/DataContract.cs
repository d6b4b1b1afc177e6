using System.Globalization;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Rows go in and come out as they were.</summary>
public abstract class DataContract(ITestStores stores) : CatalogStoreContract(stores)
{
    [Fact]
    public async Task Types_come_back_in_order_of_creation_when_some_were_replaced_or_deleted()
    {
        await WriteAsync(async writer =>
        {
            await writer.PutTypesAsync([Rows.Type("g3", "c"), Rows.Type("g1", "a"), Rows.Type("g2", "b")], Token);
            await writer.PutTypesAsync([Rows.Type("g3", "c2", "STRUCT")], Token);
            await writer.DeleteTypesAsync(["g2", "unknown"], Token);
        });
        await WriteAsync(async writer => await writer.PutTypesAsync([Rows.Type("g0", "d")], Token));

        var types = await ReadAsync(reader => reader.ReadTypesAsync(Token));

        types.Select(type => (type.Guid, type.Name, type.Category)).ShouldBe([("g3", "c2", "STRUCT"), ("g1", "a", "ENTITY"), ("g0", "d", "ENTITY")]);
        types[0].Json.ShouldBe(Rows.Type("g3", "c2").Json);
    }

    [Fact]
    public async Task Patches_come_back_in_order_of_their_ids_as_put_last()
    {
        await WriteAsync(async writer => await writer.PutPatchesAsync([Rows.Patch("b_1", "FAILED"), Rows.Patch("B_2"), Rows.Patch("a")], Token));
        await WriteAsync(async writer => await writer.PutPatchesAsync([Rows.Patch("b_1")], Token));

        var patches = await ReadAsync(reader => reader.ReadPatchesAsync(Token));

        patches.Select(patch => patch.Id).ShouldBe(["B_2", "a", "b_1"]);
        patches[2].Json.ShouldBe(Rows.Patch("b_1").Json);
    }

    [Fact]
    public async Task Entities_come_back_as_put_when_fields_are_at_their_limits()
    {
        EntityRow[] rows =
        [
            Rows.Entity("plain"),
            new("empty", "", EntityRowStatus.Deleted, null, null, 0, 0, 0, []),
            new("extreme", "тип 🙂 'quoted\" \\ \n", EntityRowStatus.Active, "", "ü", long.MinValue, long.MaxValue, long.MaxValue, [0, 255, 0, 1]),
            new("large", "t", EntityRowStatus.Active, "a", "b", 1, 1, 1, new byte[3_000_000]),
        ];
        await PutAsync(rows);

        var found = await ReadAsync(reader => reader.ReadEntitiesAsync(["plain", "empty", "extreme", "large", "missing", "plain"], Token));

        found.Keys.ShouldBe(rows.Select(row => row.Guid), ignoreOrder: true);
        foreach (var row in rows)
        {
            (found[row.Guid] with { Document = row.Document }).ShouldBe(row);
            found[row.Guid].Document.ShouldBe(row.Document);
        }
    }

    [Fact]
    public async Task Entity_is_replaced_when_put_again()
    {
        await PutAsync(Rows.Entity("g"));
        await PutAsync(new EntityRow("g", "other", EntityRowStatus.Deleted, "x", null, 5, 6, 7, [1]));

        var row = (await ReadAsync(reader => reader.ReadEntitiesAsync(["g"], Token)))["g"];

        (row.TypeName, row.Status, row.CreatedBy, row.UpdatedBy, row.CreateTime, row.UpdateTime, row.Version)
            .ShouldBe(("other", EntityRowStatus.Deleted, "x", null, 5, 6, 7));
        row.Document.ShouldBe([1]);
    }

    [Fact]
    public async Task Reads_take_thousands_of_keys()
    {
        var guids = Enumerable.Range(0, 3000).Select(i => i.ToString("D5", CultureInfo.InvariantCulture)).ToArray();
        await PutAsync([.. guids.Select(guid => Rows.Entity(guid))]);

        (await GuidsAsync(guids)).ShouldBe(guids);
        (await GuidsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unique_values_are_found_by_attribute_and_value_whatever_the_type()
    {
        var other = new UniqueRow("hive_db", "name", "v1", "g3");
        await WriteAsync(async writer =>
        {
            await writer.SetUniqueAsync("g1", [Rows.Unique("g1", "v1"), Rows.Unique("g1", "v2")], Token);
            await writer.SetUniqueAsync("g2", [Rows.Unique("g2", "v1", "hive_db")], Token);
            await writer.SetUniqueAsync("g3", [other], Token);
        });

        var found = await ReadAsync(reader => reader.FindUniqueAsync(
            [new("qualifiedName", "v1"), new("name", "v1"), new("qualifiedName", "V2"), new("name", "missing"), new("name", "v1")], Token));

        found.ShouldBe([Rows.Unique("g1", "v1"), Rows.Unique("g2", "v1", "hive_db"), other], ignoreOrder: true);
    }

    [Fact]
    public async Task Setting_unique_values_replaces_all_those_of_the_entity_and_frees_the_others()
    {
        await WriteAsync(async writer =>
        {
            await writer.SetUniqueAsync("g1", [Rows.Unique("g1", "a"), Rows.Unique("g1", "b")], Token);
            await writer.SetUniqueAsync("g1", [Rows.Unique("g1", "b"), Rows.Unique("g1", "c"), Rows.Unique("g1", "c")], Token);
            await writer.SetUniqueAsync("g2", [Rows.Unique("g2", "a")], Token);
        });
        (await HoldersAsync("a", "b", "c")).ShouldBe(["a:g2", "b:g1", "c:g1"]);

        await WriteAsync(async writer => await writer.SetUniqueAsync("g1", [], Token));
        (await HoldersAsync("a", "b", "c")).ShouldBe(["a:g2"]);
    }

    [Fact]
    public async Task Unique_value_is_refused_with_its_holder_when_another_entity_of_the_type_has_it()
    {
        await WriteAsync(async writer => await writer.SetUniqueAsync("g1", [Rows.Unique("g1", "v")], Token));

        await WriteAsync(async writer =>
        {
            await writer.SavepointAsync(Token);
            var taken = await Should.ThrowAsync<UniqueValueTakenException>(
                async () => await writer.SetUniqueAsync("g2", [Rows.Unique("g2", "free"), Rows.Unique("g2", "v")], Token));
            taken.Row.ShouldBe(Rows.Unique("g1", "v"));
            await writer.RollbackAsync(Token);
            await writer.SetUniqueAsync("g3", [Rows.Unique("g3", "w")], Token);
        });

        (await HoldersAsync("v", "free", "w")).ShouldBe(["v:g1", "w:g3"]);
    }

    [Fact]
    public async Task Unique_values_of_many_entities_are_set_at_once_and_may_change_hands()
    {
        await WriteAsync(async writer =>
        {
            await writer.SetUniqueAsync(Sets(("g1", ["a", "b"]), ("g2", ["c"]), ("g3", [])), Token);
            await writer.SetUniqueAsync(Sets(("g1", ["c"]), ("g2", ["a", "a"])), Token);
        });

        (await HoldersAsync("a", "b", "c")).ShouldBe(["a:g2", "c:g1"]);
    }

    [Fact]
    public async Task Unique_value_is_refused_when_two_entities_are_to_get_it_at_once() =>
        await WriteAsync(async writer =>
        {
            await writer.SavepointAsync(Token);
            var taken = await Should.ThrowAsync<UniqueValueTakenException>(
                async () => await writer.SetUniqueAsync(Sets(("g1", ["v"]), ("g2", ["v"])), Token));
            taken.Row.ShouldBe(Rows.Unique("g1", "v"));
            await writer.RollbackAsync(Token);
            (await writer.FindUniqueAsync([new("qualifiedName", "v")], Token)).ShouldBeEmpty();
        });

    [Fact]
    public async Task Unique_value_that_was_freed_or_taken_back_can_be_taken()
    {
        await WriteAsync(async writer => await writer.SetUniqueAsync("g1", [Rows.Unique("g1", "v")], Token));

        await WriteAsync(async writer =>
        {
            await writer.SavepointAsync(Token);
            await writer.SetUniqueAsync("g1", [], Token);
            await writer.SetUniqueAsync("g2", [Rows.Unique("g2", "w")], Token);
            await writer.RollbackAsync(Token);
            await writer.SavepointAsync(Token);
            await Should.ThrowAsync<UniqueValueTakenException>(async () => await writer.SetUniqueAsync("g3", [Rows.Unique("g3", "v")], Token));
            await writer.RollbackAsync(Token);
            await writer.SavepointAsync(Token);
            await writer.SetUniqueAsync("g1", [], Token);
            await writer.SetUniqueAsync("g3", [Rows.Unique("g3", "v"), Rows.Unique("g3", "w")], Token);
            await writer.ReleaseAsync(Token);
        });

        (await HoldersAsync("v", "w")).ShouldBe(["v:g3", "w:g3"]);
    }

    [Fact]
    public async Task Relationship_that_is_put_again_keeps_its_place()
    {
        await WriteAsync(async writer => await writer.PutRelationshipsAsync([Rows.Relationship("r1", "a", "b"), Rows.Relationship("r2", "a", "c")], Token));

        await WriteAsync(async writer =>
        {
            await writer.PutRelationshipsAsync([Rows.Relationship("r3", "d", "a"), Rows.Relationship("r1", "a", "b", "other")], Token);
            var found = await writer.ReadRelationshipsOfAsync(["a"], Token);
            found.Select(row => (row.Guid, row.TypeName)).ShouldBe([("r1", "other"), ("r2", "hive_table_columns"), ("r3", "hive_table_columns")]);
            (await writer.ReadRelationshipsAsync(["r1", "r3", "r4"], Token)).Keys.ShouldBe(["r1", "r3"], ignoreOrder: true);
        });
    }

    [Fact]
    public async Task Unique_value_of_another_entity_is_refused_as_a_mistake() =>
        await WriteAsync(async writer => await Should.ThrowAsync<ArgumentException>(
            async () => await writer.SetUniqueAsync("g1", [Rows.Unique("g2", "v")], Token)));

    [Fact]
    public async Task Relationships_are_found_from_either_end_once()
    {
        var (ab, ba, cc) = (Rows.Relationship("ab", "a", "b"), Rows.Relationship("ba", "b", "a"), Rows.Relationship("cc", "c", "c"));
        await WriteAsync(async writer => await writer.PutRelationshipsAsync([ab, ba, cc, Rows.Relationship("xy", "x", "y")], Token));
        await WriteAsync(async writer => await writer.PutRelationshipsAsync([ab with { Status = EntityRowStatus.Deleted, UpdatedBy = null }], Token));

        var found = await ReadAsync(reader => reader.ReadRelationshipsOfAsync(["a", "b", "c", "missing"], Token));
        found.Select(row => row.Guid).ShouldBe(["ab", "ba", "cc"], ignoreOrder: true);
        (await ReadAsync(reader => reader.ReadRelationshipsOfAsync(["b"], Token))).Count.ShouldBe(2);

        var byGuid = await ReadAsync(reader => reader.ReadRelationshipsAsync(["ab", "missing"], Token));
        (byGuid["ab"] with { Document = ab.Document }).ShouldBe(ab with { Status = EntityRowStatus.Deleted, UpdatedBy = null });
        byGuid["ab"].Document.ShouldBe(ab.Document);
        byGuid.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Relationships_of_some_types_are_read_and_removed_without_the_others()
    {
        var (one, two, three) = (Rows.Relationship("1", "a", "b", "t1"), Rows.Relationship("2", "b", "a", "t2"), Rows.Relationship("3", "a", "c", "t3"));
        await WriteAsync(async writer => await writer.PutRelationshipsAsync([one, two, three], Token));

        (await GuidsOfAsync(["a"], "t1", "t3")).ShouldBe(["1", "3"], ignoreOrder: true);
        (await GuidsOfAsync(["b", "c"], "t2", "missing")).ShouldBe(["2"]);
        (await GuidsOfAsync(["a"])).ShouldBeEmpty();
        (await GuidsOfAsync([], "t1")).ShouldBeEmpty();

        await WriteAsync(async writer => await writer.DeleteRelationshipsAsync([one, three, Rows.Relationship("missing", "a", "b")], Token));
        (await GuidsOfAsync(["a", "b", "c"], "t1", "t2", "t3")).ShouldBe(["2"]);

        async Task<IEnumerable<string>> GuidsOfAsync(string[] entities, params string[] types) =>
            (await ReadAsync(reader => reader.ReadRelationshipsOfAsync(entities, types, Token))).Select(row => row.Guid);
    }

    [Fact]
    public async Task Relationships_between_two_entities_are_found_in_the_order_of_their_ends()
    {
        var deleted = Rows.Relationship("3", "a", "b", "t2") with { Status = EntityRowStatus.Deleted };
        await WriteAsync(async writer => await writer.PutRelationshipsAsync(
            [Rows.Relationship("1", "a", "b"), Rows.Relationship("2", "b", "a"), deleted, Rows.Relationship("4", "a", "c"), Rows.Relationship("5", "c", "c")], Token));

        (await GuidsAsync(("a", "b"))).ShouldBe(["1", "3"]);
        (await GuidsAsync(("b", "a"), ("c", "c"), ("c", "a"), ("b", "a"))).ShouldBe(["2", "5"]);
        (await GuidsAsync(("a", "missing"), ("a", ""), ("B", "A"))).ShouldBeEmpty();
        (await GuidsAsync()).ShouldBeEmpty();
        await WriteAsync(async writer =>
        {
            await writer.PutRelationshipsAsync([Rows.Relationship("6", "a", "b"), Rows.Relationship("7", "c", "b")], Token);
            (await writer.ReadRelationshipsBetweenAsync([new("a", "b")], Token)).Select(row => row.Guid).ShouldBe(["1", "3", "6"], ignoreOrder: true);
            await writer.DeleteRelationshipsAsync([deleted], Token);
            (await writer.ReadRelationshipsBetweenAsync([new("a", "b")], Token)).Select(row => row.Guid).ShouldBe(["1", "6"], ignoreOrder: true);
        });

        async Task<IEnumerable<string>> GuidsAsync(params (string, string)[] pairs) =>
            (await ReadAsync(reader => reader.ReadRelationshipsBetweenAsync([.. pairs.Select(pair => new EndPair(pair.Item1, pair.Item2))], Token)))
                .Select(row => row.Guid).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Transaction_sees_the_relationships_that_it_has_put_and_removed()
    {
        var (one, two) = (Rows.Relationship("1", "a", "b", "t1"), Rows.Relationship("2", "a", "b", "t2"));
        await WriteAsync(async writer => await writer.PutRelationshipsAsync([one], Token));
        await WriteAsync(async writer =>
        {
            await writer.PutRelationshipsAsync([two, one with { Status = EntityRowStatus.Deleted }], Token);
            (await writer.ReadRelationshipsOfAsync(["b"], ["t2", "t3"], Token)).Select(row => row.Guid).ShouldBe(["2"]);
            (await writer.ReadRelationshipsOfAsync(["b"], ["t1"], Token)).Single().Status.ShouldBe(EntityRowStatus.Deleted);
            await writer.DeleteRelationshipsAsync([one, two], Token);
            (await writer.ReadRelationshipsOfAsync(["a", "b"], ["t1", "t2"], Token)).ShouldBeEmpty();
            (await writer.ReadRelationshipsOfAsync(["a", "b"], Token)).ShouldBeEmpty();
            (await writer.ReadRelationshipsAsync(["1", "2"], Token)).ShouldBeEmpty();
            await writer.PutRelationshipsAsync([two], Token);
        });

        (await ReadAsync(reader => reader.ReadRelationshipsOfAsync(["a"], Token))).Select(row => row.Guid).ShouldBe(["2"]);
    }

    [Fact]
    public async Task Relationships_of_a_type_are_read_in_order_of_creation_from_any_place_on()
    {
        var deleted = Rows.Relationship("2", "a", "b", "t") with { Status = EntityRowStatus.Deleted };
        await WriteAsync(async writer => await writer.PutRelationshipsAsync(
            [Rows.Relationship("3", "a", "b", "t"), Rows.Relationship("1", "a", "c", "t"), deleted, Rows.Relationship("4", "a", "b", "other")], Token));

        var all = await ReadAsync(reader => reader.ReadRelationshipsOfTypeAsync("t", activeOnly: false, 0, 10, Token));
        all.Select(placed => placed.Row.Guid).ShouldBe(["3", "1", "2"]);
        all[2].Row.ShouldBe(deleted with { Document = all[2].Row.Document });
        (await GuidsAsync(activeOnly: true, 0, 10)).ShouldBe(["3", "1"]);
        (await GuidsAsync(activeOnly: false, all[0].Id, 1)).ShouldBe(["1"]);
        (await GuidsAsync(activeOnly: false, all[2].Id, 1)).ShouldBeEmpty();
        (await CountAsync("t", activeOnly: false, 10), await CountAsync("t", activeOnly: true, 10), await CountAsync("t", false, 2), await CountAsync("none", false, 2))
            .ShouldBe((3, 2, 2, 0));

        async Task<IEnumerable<string>> GuidsAsync(bool activeOnly, long after, int limit) =>
            (await ReadAsync(reader => reader.ReadRelationshipsOfTypeAsync("t", activeOnly, after, limit, Token))).Select(placed => placed.Row.Guid);

        Task<int> CountAsync(string type, bool activeOnly, int atMost) =>
            ReadAsync(reader => reader.CountRelationshipsOfTypeAsync(type, activeOnly, atMost, Token));
    }

    [Fact]
    public async Task Entities_of_a_type_are_the_active_ones_in_order_of_creation()
    {
        await PutAsync(Rows.Entity("3", "a"), Rows.Entity("1", "a"), Rows.Entity("2", "a", EntityRowStatus.Deleted), Rows.Entity("4", "b"));

        (await ReadAsync(reader => reader.ReadEntitiesOfTypeAsync("a", Token))).Select(row => row.Guid).ShouldBe(["3", "1"]);
        (await ReadAsync(reader => reader.ReadEntitiesOfTypeAsync("missing", Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Types_in_use_are_told_apart_by_what_uses_them()
    {
        await WriteAsync(async writer =>
        {
            await writer.PutEntitiesAsync([Rows.Entity("g1", "table"), Rows.Entity("g2", "column", EntityRowStatus.Deleted)], Token);
            await writer.PutRelationshipsAsync([Rows.Relationship("r", "g1", "g2", "columns")], Token);
            await writer.SetTypeUsesAsync("g1", ["PII", "Address", "PII"], Token);
            await writer.SetTypeUsesAsync(new Dictionary<string, IReadOnlyCollection<string>> { ["g1"] = ["PII", "Owner"], ["g2"] = [], ["g3"] = ["PII"] }, Token);
        });
        string[] all = ["table", "column", "columns", "PII", "Owner", "Address", "unknown"];

        (await ReadAsync(reader => reader.EntityTypesInUseAsync(all, Token))).ShouldBe(["table", "column"], ignoreOrder: true);
        (await ReadAsync(reader => reader.RelationshipTypesInUseAsync(all, Token))).ShouldBe(["columns"]);
        (await ReadAsync(reader => reader.TypesUsedByEntitiesAsync(all, Token))).ShouldBe(["PII", "Owner"], ignoreOrder: true);
        (await ReadAsync(reader => reader.CountTypeUsesAsync(Token))).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)).ShouldBe([("Owner", 1L), ("PII", 2L)]);
    }

    [Fact]
    public async Task Entities_are_counted_by_type_and_status()
    {
        await PutAsync(
            Rows.Entity("1", "a"), Rows.Entity("2", "a"), Rows.Entity("3", "a", EntityRowStatus.Deleted), Rows.Entity("4", "b"));
        await PutAsync(Rows.Entity("2", "a", EntityRowStatus.Deleted));

        (await ReadAsync(reader => reader.CountEntitiesAsync(Token))).ShouldBe(
            [new("a", EntityRowStatus.Active, 1), new("a", EntityRowStatus.Deleted, 2), new("b", EntityRowStatus.Active, 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Purge_removes_an_entity_with_all_that_hangs_on_it()
    {
        await WriteAsync(async writer =>
        {
            await writer.PutEntitiesAsync([Rows.Entity("g1", "table"), Rows.Entity("g2", "column")], Token);
            await writer.SetUniqueAsync("g1", [Rows.Unique("g1", "v1")], Token);
            await writer.SetUniqueAsync("g2", [Rows.Unique("g2", "v2")], Token);
            await writer.SetTypeUsesAsync("g1", ["PII"], Token);
            await writer.PutRelationshipsAsync(
                [Rows.Relationship("r1", "g1", "g2"), Rows.Relationship("r2", "g2", "g1"), Rows.Relationship("r3", "g2", "g2")], Token);
        });

        await WriteAsync(async writer => await writer.PurgeEntitiesAsync(["g1", "unknown"], Token));

        (await GuidsAsync("g1", "g2")).ShouldBe(["g2"]);
        (await HoldersAsync("v1", "v2")).ShouldBe(["v2:g2"]);
        (await ReadAsync(reader => reader.TypesUsedByEntitiesAsync(["PII"], Token))).ShouldBeEmpty();
        (await ReadAsync(reader => reader.ReadRelationshipsOfAsync(["g1", "g2"], Token))).ShouldHaveSingleItem().Guid.ShouldBe("r3");
    }

    private static Dictionary<string, IReadOnlyCollection<UniqueRow>> Sets(params (string Guid, string[] Values)[] sets) =>
        sets.ToDictionary(set => set.Guid, set => (IReadOnlyCollection<UniqueRow>)[.. set.Values.Select(value => Rows.Unique(set.Guid, value))]);

    private async Task<string[]> HoldersAsync(params string[] values)
    {
        var found = await ReadAsync(reader => reader.FindUniqueAsync([.. values.Select(value => new UniqueValue("qualifiedName", value))], Token));
        return [.. found.Select(row => $"{row.Value}:{row.Guid}").Order(StringComparer.Ordinal)];
    }
}
