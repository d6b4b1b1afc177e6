using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>Labels, custom attributes, business metadata and classifications that come with a new entity.</summary>
public sealed class ExtrasOnCreateTests
{
    [Fact]
    public async Task Extras_given_on_create_are_stored_in_normal_form()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" },
              "labels": [ "raw", "raw", "表" ], "customAttributes": { "key-1": "any value!" },
              "businessAttributes": { "shop_care": { "steward": "eve", "score": "3" } },
              "classifications": [ { "typeName": "shop_pii", "attributes": { "level": "4" }, "propagate": null, "entityGuid": null,
                "validityPeriods": [ { "startTime": "2026/01/01 00:00:00", "endTime": "2026/12/31 23:59:59", "timeZone": "UTC" } ] } ] } }
            """);

        var guid = response.GuidAssignments!["-1"];
        response.MutatedEntities![EntityOperation.Create][0].ClassificationNames.ShouldBe(["shop_pii"]);
        var entity = await shop.GetAsync(guid);
        entity.Labels.ShouldBe(["raw", "表"]);
        entity.CustomAttributes!["key-1"].ShouldBe("any value!");
        var care = entity.BusinessAttributes!["shop_care"]!;
        (care["steward"], care["score"]).ShouldBe(("eve", 3L));
        var classification = entity.Classifications.ShouldHaveSingleItem();
        (classification.TypeName, classification.EntityGuid, classification.EntityStatus).ShouldBe(("shop_pii", guid, EntityStatus.Active));
        (classification.Propagate, classification.RemovePropagationsOnEntityDelete).ShouldBe((true, false));
        classification.Attributes!["level"].ShouldBe(4L);
        classification.ValidityPeriods!.Single().TimeZone.ShouldBe("UTC");
    }

    [Fact]
    public async Task Types_of_extras_and_values_cannot_be_deleted_while_an_entity_uses_them()
    {
        await using var shop = await EntityFixture.OpenAsync();
        await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" }, "classifications": [ { "typeName": "shop_pii" } ] } }
            """);

        (await EntityFixture.ErrorOf(() => shop.Catalog.Types.DeleteAsync("shop_pii", force: false, EntityFixture.Caller, TestContext.Current.CancellationToken))).ShouldBe("409-00-002");
        await shop.Catalog.Types.DeleteAsync("shop_secret", force: false, EntityFixture.Caller, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("\"labels\": [ \"123456789012345678901234567890123456789012345678901\" ]", "400-00-08F")]
    [InlineData("\"labels\": [ \"two words\" ]", "400-00-090")]
    [InlineData("\"customAttributes\": { \"123456789012345678901234567890123456789012345678901\": \"v\" }", "400-00-08C")]
    [InlineData("\"customAttributes\": { \"two words\": \"v\" }", "400-00-08D")]
    [InlineData("\"businessAttributes\": { \"shop_care\": { \"steward\": \"much too long\" } }", "404-00-007")]
    [InlineData("\"businessAttributes\": { \"shop_care\": { \"score\": \"high\" } }", "404-00-007")]
    [InlineData("\"businessAttributes\": { \"shop_care\": { \"no_such\": 1 } }", "404-00-007")]
    [InlineData("\"businessAttributes\": { \"no_such\": { \"steward\": \"eve\" } }", "404-00-007")]
    [InlineData("\"classifications\": [ { \"typeName\": \"no_such\" } ]", "404-00-008")]
    [InlineData("\"classifications\": [ { \"typeName\": \"shop_secret\" } ]", "400-00-055")]
    [InlineData("\"classifications\": [ { \"typeName\": \"shop_pii\", \"attributes\": { \"level\": \"high\" } } ]", "400-00-01A")]
    [InlineData("\"classifications\": [ { \"typeName\": \"shop_pii\" }, { \"typeName\": \"shop_pii\" } ]", "400-00-01A")]
    [InlineData("\"classifications\": [ { \"typeName\": \"shop_pii\", \"validityPeriods\": [ { \"timeZone\": \"Middle-earth\" } ] } ]", "400-00-01A")]
    [InlineData("\"classifications\": [ { \"typeName\": \"shop_pii\", \"validityPeriods\": [ { \"startTime\": \"now\" } ] } ]", "400-00-01A")]
    [InlineData(
        "\"classifications\": [ { \"typeName\": \"shop_pii\", \"validityPeriods\": [ { \"startTime\": \"2026/02/01 00:00:00\", \"endTime\": \"2026/01/01 00:00:00\" } ] } ]",
        "400-00-01A")]
    public async Task Extras_that_are_not_valid_refuse_the_create(string extras, string code)
    {
        await using var shop = await EntityFixture.OpenAsync();

        (await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" }, {{extras}} } }
            """))).ShouldBe(code);
        (await shop.FindAsync("shop_table", "t")).ShouldBeNull();
    }

    [Fact]
    public async Task Custom_attribute_value_that_is_too_long_refuses_the_create()
    {
        await using var shop = await EntityFixture.OpenAsync();

        (await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" },
              "customAttributes": { "k": "{{new string('v', 501)}}" } } }
            """))).ShouldBe("400-00-08E");
    }
}
