using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Tests.Models;

/// <summary>Patches of type definitions, as they come in the patches folders of models.</summary>
public sealed class PatchTests
{
    private const string Types = """
        { "enumDefs": [ { "name": "colour", "typeVersion": "1.0", "elementDefs": [ { "value": "RED", "ordinal": 1 } ] } ],
          "entityDefs": [
            { "name": "house", "typeVersion": "1.0", "superTypes": [ "DataSet" ], "attributeDefs": [
                { "name": "rooms", "typeName": "array<room>", "isOptional": true, "cardinality": "SET" },
                { "name": "height", "typeName": "int", "isOptional": true, "isIndexable": true } ] },
            { "name": "room", "typeVersion": "1.0", "superTypes": [ "DataSet" ], "attributeDefs": [
                { "name": "house", "typeName": "house", "isOptional": true } ] },
            { "name": "thing", "typeVersion": "1.0", "superTypes": [ "Referenceable" ] } ],
          "relationshipDefs": [ { "name": "house_rooms", "typeVersion": "1.0", "relationshipCategory": "AGGREGATION", "propagateTags": "NONE",
            "endDef1": { "type": "house", "name": "rooms", "isContainer": true, "cardinality": "SET", "isLegacyAttribute": true },
            "endDef2": { "type": "room", "name": "house", "cardinality": "SINGLE", "isLegacyAttribute": true } } ] }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_action_changes_what_it_names_and_raises_the_version()
    {
        await using var fixture = await PatchedAsync(
            Patch("a", "ADD_ATTRIBUTE", "house", "1.0", "1.1", "\"attributeDefs\":[{\"name\":\"street\",\"typeName\":\"string\",\"isOptional\":true}]"),
            Patch("b", "UPDATE_ATTRIBUTE", "house", "1.1", "1.2", "\"attributeDefs\":[{\"name\":\"street\",\"typeName\":\"string\",\"isOptional\":true,\"isUnique\":true}]"),
            Patch("c", "UPDATE_ATTRIBUTE_METADATA", "house", "1.2", "1.3", "\"attributeName\":\"height\",\"params\":{\"searchWeight\":7,\"indexType\":\"STRING\",\"isIndexable\":false}"),
            Patch("d", "UPDATE_TYPEDEF_OPTIONS", "house", "1.3", "1.4", "\"typeDefOptions\":{\"displayTextAttribute\":\"street\"}"),
            Patch("e", "SET_SERVICE_TYPE", "house", "1.4", "1.5", "\"serviceType\":\"town\""),
            Patch("f", "SET_ATTRIBUTE_DEF_OVERRIDES", "house", "1.5", "1.6", "\"attributeDefs\":[{\"name\":\"qualifiedName\",\"autoComputeFormat\":\"{street}\"}]"),
            Patch("g", "ADD_MANDATORY_ATTRIBUTE", "house", "1.6", "1.7", "\"attributeDefs\":[{\"name\":\"age\",\"typeName\":\"int\",\"isOptional\":false,\"defaultValue\":\"3\"}]"),
            Patch("h", "UPDATE_ENUMDEF", "colour", "1.0", "1.1", "\"elementDefs\":[{\"ordinal\":2,\"value\":\"BLUE\"}]"),
            Patch("i", "ADD_SUPER_TYPES", "thing", "1.0", "1.1", "\"superTypes\":[\"Asset\"]"));

        fixture.Log.Errors.ShouldBeEmpty();
        var house = (AtlasEntityDef)fixture.Types.GetByName("house");
        (house.TypeVersion, house.ServiceType, house.Options!["displayTextAttribute"]).ShouldBe(("1.7", "town", "street"));
        house.AttributeDefs!.Single(a => a.Name == "street").IsUnique.ShouldBeTrue();
        house.AttributeDefs!.Single(a => a.Name == "age").DefaultValue.ShouldBe("3");
        var height = house.AttributeDefs!.Single(a => a.Name == "height");
        (height.SearchWeight, height.IndexType, height.IsIndexable).ShouldBe((7, IndexType.String, false));
        house.AttributeDefOverrides!.Single().AutoComputeFormat.ShouldBe("{street}");
        ((AtlasEnumDef)fixture.Types.GetByName("colour")).ElementDefs!.Select(e => e.Value).ShouldBe(["RED", "BLUE"]);
        fixture.Types.Registry.GetEntityType("thing").IsSubTypeOf("Asset").ShouldBeTrue();
    }

    [Fact]
    public async Task Relationship_takes_the_place_of_the_legacy_attributes()
    {
        await using var fixture = await PatchedAsync(
            Patch("a", "SET_PROPAGATE_RENAME", "house_rooms", "1.0", "1.1", "\"params\":{\"endDefToken\":\"endDef1\",\"propagateAttributes\":[{\"source\":\"name\",\"target\":\"name\"}]}"),
            Patch("b", "SET_PROPAGATE_DELETE", "house_rooms", "1.1", "1.2", "\"params\":{\"endDefToken\":\"endDef2\"}"),
            Patch("c", "REMOVE_LEGACY_REF_ATTRIBUTES", "house_rooms", "1.2", "1.3", "\"params\":{\"relationshipLabel\":\"__house.rooms\",\"relationshipCategory\":\"COMPOSITION\"}"));

        fixture.Log.Errors.ShouldBeEmpty();
        var relationship = (AtlasRelationshipDef)fixture.Types.GetByName("house_rooms");
        (relationship.RelationshipLabel, relationship.RelationshipCategory, relationship.TypeVersion)
            .ShouldBe(("__house.rooms", RelationshipCategory.Composition, "1.3"));
        (relationship.EndDef1!.IsPropagateRename, relationship.EndDef1.PropagateAttributes!.Single().Target, relationship.EndDef2!.IsPropagateDelete)
            .ShouldBe((true, "name", true));
        fixture.Types.Registry.GetEntityType("house").Attributes.ContainsKey("rooms").ShouldBeFalse();
        fixture.Types.Registry.GetEntityType("room").Attributes.ContainsKey("house").ShouldBeFalse();
        fixture.Types.Registry.GetEntityType("room").RelationshipAttributes["house"].Single().IsMandatory.ShouldBeTrue();
        fixture.Types.GetByName("house").TypeVersion.ShouldBe("1.0");
    }

    [Fact]
    public async Task Patch_is_applied_once_and_only_to_its_version()
    {
        await using var fixture = await PatchedAsync(
            Patch("second", "SET_SERVICE_TYPE", "house", "1.0", "1.1", "\"serviceType\":\"x\""),
            Patch("first", "SET_SERVICE_TYPE", "house", "2.0", "2.1", "\"serviceType\":\"y\""));
        var first = fixture.Types.GetByName("house");
        (first.ServiceType, first.Version).ShouldBe(("x", 2));

        // A patch that was applied is not looked at again, whatever became of it.
        fixture.WriteModel("1/patches/1.json", File(Patch("second", "SET_SERVICE_TYPE", "house", "1.1", "1.2", "\"serviceType\":\"z\"")));
        await fixture.NextTermAsync(Options(fixture));

        (fixture.Types.GetByName("house").ServiceType, fixture.Types.GetByName("house").Version).ShouldBe(("x", 2));
        var recorded = (await fixture.Catalog.Patches.ListAsync(Cancel)).Patches;
        recorded.Select(patch => (patch.Id, patch.Status, patch.Action, patch.Type, patch.CreatedBy)).ShouldBe(
        [
            ("first", PatchStatus.Skipped, "SET_SERVICE_TYPE", "TYPEDEF_PATCH", "atlas"),
            ("second", PatchStatus.Applied, "SET_SERVICE_TYPE", "TYPEDEF_PATCH", "atlas"),
        ]);
    }

    [Fact]
    public async Task Failing_patch_is_reported_stops_no_other_and_is_tried_again()
    {
        await using var fixture = await PatchedAsync(
            Patch("a", "ADD_ATTRIBUTE", "nothing", "1.0", "1.1", "\"attributeDefs\":[]"),
            Patch("b", "ADD_ATTRIBUTE", "house", "1.0", "1.1", "\"attributeDefs\":[{\"name\":\"must\",\"typeName\":\"int\",\"isOptional\":false}]"),
            Patch("c", "UPDATE_ATTRIBUTE_METADATA", "house", "1.0", "1.1", "\"attributeName\":\"height\",\"params\":{\"searchWeight\":11}"),
            Patch("d", "SET_PROPAGATE_DELETE", "house", "1.0", "1.1", "\"params\":{}"),
            Patch("e", "REMOVE_LEGACY_REF_ATTRIBUTES", "house_rooms", "1.0", "1.1", "\"params\":null"),
            Patch("f", "PAINT", "house", "1.0", "1.1", "\"params\":null"),
            Patch("g", "SET_SERVICE_TYPE", "house", "1.0", "1.1", "\"serviceType\":\"town\""));

        fixture.Log.Errors.Count().ShouldBe(6);
        fixture.Log.Errors.ShouldContain(message => message.Contains("1.json") && message.Contains("a: ADD_ATTRIBUTE: patch refers to unknown type nothing"));
        fixture.Log.Errors.ShouldContain(message => message.Contains("there is no patch action PAINT"));
        (fixture.Types.GetByName("house").ServiceType, fixture.Types.GetByName("house").TypeVersion).ShouldBe(("town", "1.1"));
        (await StatusesAsync(fixture)).ShouldBe("a Failed, b Failed, c Failed, d Failed, e Failed, g Applied");

        fixture.WriteModel("1/patches/1.json", File(Patch("a", "ADD_ATTRIBUTE", "house", "1.1", "1.2", "\"attributeDefs\":[{\"name\":\"late\",\"typeName\":\"int\",\"isOptional\":true}]")));
        // What has failed before is not worth a wait: taking office is not to wait for what others may have in memory.
        await fixture.NextTermAsync(Options(fixture), typeChangesFrom: Task.Delay(Timeout.Infinite, Cancel));
        fixture.Types.Registry.GetEntityType("house").Attributes.ContainsKey("late").ShouldBeFalse();

        await fixture.NextTermAsync(Options(fixture));
        await fixture.Catalog.RetryPatchesAsync(Cancel);
        fixture.Types.Registry.GetEntityType("house").Attributes.ContainsKey("late").ShouldBeTrue();
        (await StatusesAsync(fixture)).ShouldStartWith("a Applied, b Failed");
    }

    [Fact]
    public async Task Patch_that_stored_instances_would_contradict_is_refused()
    {
        await using var fixture = await PatchedAsync();
        var house = new AtlasEntity { TypeName = "house", Guid = "-1", Attributes = new Dictionary<string, object?> { ["qualifiedName"] = "q", ["name"] = "n" } };
        await fixture.Catalog.Entities.CreateOrUpdateAsync(new AtlasEntityWithExtInfo { Entity = house }, TypesFixture.Caller, Cancel);
        fixture.WriteModel("1/patches/1.json", File(
            Patch("a", "ADD_MANDATORY_ATTRIBUTE", "house", "1.0", "1.1", "\"attributeDefs\":[{\"name\":\"age\",\"typeName\":\"int\",\"isOptional\":false,\"defaultValue\":\"3\"}]"),
            Patch("b", "REMOVE_LEGACY_REF_ATTRIBUTES", "house_rooms", "1.0", "1.1", "\"params\":{\"relationshipLabel\":\"l\",\"swapEnds\":\"true\"}")));
        await fixture.NextTermAsync(Options(fixture));

        (await StatusesAsync(fixture)).ShouldBe("a Failed, b Applied");
        fixture.Log.Errors.Single().ShouldContain("the catalogue holds instances of house");
        ((AtlasRelationshipDef)fixture.Types.GetByName("house_rooms")).EndDef1!.Type.ShouldBe("room");
    }

    [Fact]
    public async Task Newer_model_keeps_what_patches_have_added()
    {
        await using var fixture = await PatchedAsync(
            Patch("a", "ADD_ATTRIBUTE", "house", "1.0", "1.1", "\"attributeDefs\":[{\"name\":\"street\",\"typeName\":\"string\",\"isOptional\":true}]"));
        fixture.WriteModel("1/a.json", """{"entityDefs":[{"name":"house","typeVersion":"2.0","superTypes":["DataSet"],"attributeDefs":[{"name":"x","typeName":"int","isOptional":true}]}]}""");
        await fixture.NextTermAsync(Options(fixture));
        fixture.Log.Errors.ShouldBeEmpty();
        var attributes = fixture.Types.Registry.GetEntityType("house").Attributes;
        (attributes.ContainsKey("street"), attributes.ContainsKey("x"), attributes.ContainsKey("height")).ShouldBe((true, true, true));
    }

    private static async Task<string> StatusesAsync(TypesFixture fixture) =>
        string.Join(", ", (await fixture.Catalog.Patches.ListAsync(Cancel)).Patches.Select(patch => $"{patch.Id} {patch.Status}"));

    private static async Task<TypesFixture> PatchedAsync(params string[] patches)
    {
        var fixture = await TypesFixture.OpenAsync();
        fixture.WriteModel("1/a.json", Types);
        fixture.WriteModel("1/patches/1.json", File(patches));
        await fixture.NextTermAsync(Options(fixture));
        return fixture;
    }

    private static CatalogOptions Options(TypesFixture fixture) => new() { ModelsFolder = fixture.ModelsFolder };

    private static string File(params string[] patches) => $$"""{"patches":[{{string.Join(',', patches)}}]}""";

    private static string Patch(string id, string action, string type, string from, string to, string more) =>
        $$"""{"id":"{{id}}","description":"d","action":"{{action}}","typeName":"{{type}}","applyToVersion":"{{from}}","updateToVersion":"{{to}}",{{more}}}""";
}
