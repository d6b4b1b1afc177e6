using System.Numerics;
using System.Text;
using System.Text.Json;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace AtlasHa.Catalog.Tests.Types;

public sealed class TypeDefJsonTests
{
    [Fact]
    public void Absent_members_keep_their_defaults_and_nulls_are_zero()
    {
        var absent = AtlasJson.Parse<AtlasAttributeDef>("""{"name":"a"}""");
        (absent.ValuesMinCount, absent.ValuesMaxCount, absent.SearchWeight, absent.Cardinality).ShouldBe((-1, -1, -1, Cardinality.Single));
        var nulls = AtlasJson.Parse<AtlasAttributeDef>(
            """{"name":"a","valuesMinCount":null,"valuesMaxCount":null,"isOptional":null,"cardinality":null,"indexType":null,"constraints":null,"other":[1]}""");
        (nulls.ValuesMinCount, nulls.ValuesMaxCount, nulls.IsOptional, nulls.Cardinality, nulls.IndexType).ShouldBe((0, 0, false, Cardinality.Single, null));
        AtlasJson.Parse<AtlasRelationshipDef>("""{"propagateTags":null,"relationshipCategory":null}""").PropagateTags.ShouldBe(PropagateTags.None);
    }

    [Fact]
    public void Entity_definition_has_atlas_names_and_leaves_nulls_out() =>
        Text(new AtlasEntityDef { Name = "t", CreateTime = 5, SuperTypes = [], AttributeDefs = [new() { Name = "a", TypeName = "string", IndexType = IndexType.String }] })
            .ShouldBe("""{"category":"ENTITY","createTime":5,"name":"t","superTypes":[],"attributeDefs":[{"name":"a","typeName":"string","isOptional":false,"cardinality":"SINGLE","valuesMinCount":-1,"valuesMaxCount":-1,"isUnique":false,"isIndexable":false,"includeInNotification":false,"searchWeight":-1,"indexType":"STRING"}]}""");

    [Fact]
    public void Relationship_definition_has_atlas_names() =>
        Text(new AtlasRelationshipDef { PropagateTags = PropagateTags.OneToTwo, EndDef1 = new() { Type = "t", Name = "n" } })
            .ShouldBe("""{"category":"RELATIONSHIP","relationshipCategory":"ASSOCIATION","propagateTags":"ONE_TO_TWO","endDef1":{"type":"t","name":"n","isContainer":false,"cardinality":"SINGLE","isLegacyAttribute":false,"isPropagateRename":false,"isPropagateDelete":false}}""");

    [Fact]
    public void Types_answer_always_has_six_lists() => Text(new AtlasTypesDef())
        .ShouldBe("""{"enumDefs":[],"structDefs":[],"classificationDefs":[],"entityDefs":[],"relationshipDefs":[],"businessMetadataDefs":[]}""");

    [Fact]
    public void Category_in_the_input_is_ignored() =>
        AtlasJson.Parse<AtlasEntityDef>("""{"category":"STRUCT","name":"t"}""").Category.ShouldBe(TypeCategory.Entity);

    [Fact]
    public void Option_values_become_text() => AtlasJson.Parse<AtlasAttributeDef>("""{"options":{"maxStrLength":50,"on":true,"f":1.50}}""")
        .Options.ShouldBe(new() { ["maxStrLength"] = "50", ["on"] = "true", ["f"] = "1.50" });

    [Theory]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"options":{"a\u0000b":"v"}}""")]
    [InlineData("""{"options":{"k":"a\u0000b"}}""")]
    public void Character_that_no_store_keeps_is_refused_with_its_place(string json)
        => Should.Throw<JsonException>(() => AtlasJson.Parse<AtlasAttributeDef>(json)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("NUL"), message => message.ShouldContain("Path: $"));

    [Theory]
    [InlineData("""["a\u0000b"]""")]
    [InlineData("""{"a\u0000b":1}""")]
    public void Character_that_no_store_keeps_is_refused_in_values_of_any_type(string json)
        => Should.Throw<JsonException>(() => AtlasJson.Parse<object>(json)).Message.ShouldContain("NUL");

    [Fact]
    public void Both_spellings_of_end_flags_are_read()
    {
        AtlasJson.Parse<AtlasRelationshipEndDef>("""{"propagateRename":true,"propagateAttributes":[{"source":"name","target":"n"}]}""")
            .ShouldSatisfyAllConditions(end => end.IsPropagateRename.ShouldBeTrue(), end => end.PropagateAttributes!.Single().Target.ShouldBe("n"));
        AtlasJson.Parse<AtlasRelationshipEndDef>("""{"isPropagateDelete":true}""").IsPropagateDelete.ShouldBeTrue();
    }

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("\"5\"", 5L)]
    [InlineData("\"1970-01-01T00:00:01.000Z\"", 1000L)]
    [InlineData("null", null)]
    public void Times_are_read_as_numbers_or_iso_text(string json, long? expected) =>
        AtlasJson.Parse<AtlasEnumDef>($$"""{"createTime":{{json}}}""").CreateTime.ShouldBe(expected);

    [Theory]
    [InlineData("""{"attributeDefs":[{"cardinality":"MANY"}]}""", "'MANY' is no Cardinality; expected one of SINGLE, LIST, SET")]
    [InlineData("""{"attributeDefs":[{"isUnique":[]}]}""", "Path: $.attributeDefs[0].isUnique")]
    [InlineData("""{"name":{}}""", "expected a string but found StartObject. Path: $.name")]
    [InlineData("""{"name":""", "Path: $")]
    public void Wrong_json_is_refused_with_what_and_where(string json, string expected) =>
        Should.Throw<JsonException>(() => AtlasJson.Parse<AtlasEntityDef>(json)).Message.ShouldContain(expected);

    [Fact]
    public void Plain_values_survive_a_round_trip()
    {
        const string Json = """{"n":null,"b":true,"s":"é<","i":9223372036854775807,"big":12345678901234567890123,"d":1.50,"x":1E+300,"l":[1,[],{}],"m":{"k":null}}""";
        var value = AtlasJson.Parse<Dictionary<string, object?>>(Json);
        value["i"].ShouldBe(long.MaxValue);
        value["big"].ShouldBe(BigInteger.Parse("12345678901234567890123"));
        value["d"].ShouldBe(1.50m);
        value["x"].ShouldBe(1e300);
        value["l"].ShouldBeOfType<List<object?>>().Count.ShouldBe(3);
        Text(value).ShouldBe(Json);
        Text(new List<object?> { 1.0, 0.5 }).ShouldBe("[1.0,0.5]");
    }

    [Fact]
    public void Definitions_and_errors_cross_grain_calls()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var defs = Defs.TablesAndColumns() with { BusinessMetadataDefs = [Defs.Business("bm", Defs.BusinessAttribute("a", "int", "table"))] };
        Text(serializer.Deserialize<AtlasTypesDef>(serializer.SerializeToArray(defs))).ShouldBe(Text(defs));
        AtlasBaseTypeDef polymorphic = defs.EntityDefs[0];
        serializer.Deserialize<AtlasBaseTypeDef>(serializer.SerializeToArray(polymorphic)).ShouldBeOfType<AtlasEntityDef>().Name.ShouldBe("table");
        serializer.Deserialize<CallContext>(serializer.SerializeToArray(TypesFixture.Caller)).ShouldBe(TypesFixture.Caller);

        var error = new AtlasException(AtlasErrorCode.TypeNameNotFound, new InvalidOperationException("why"), "t");
        var copy = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(error)).ShouldBeOfType<AtlasException>();
        copy.Code.ShouldBe(AtlasErrorCode.TypeNameNotFound);
        copy.ToError().ShouldBe(new AtlasError { ErrorCode = "ATLAS-404-00-001", ErrorMessage = "Given typename t was invalid", ErrorCause = "why" });
    }

    [Fact]
    public void Immutable_definitions_are_not_copied_within_a_process()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var defs = Defs.TablesAndColumns();
        services.GetRequiredService<DeepCopier>().Copy(defs).ShouldBeSameAs(defs);
    }

    [Fact]
    public void Error_codes_carry_the_status_of_the_contract()
    {
        AtlasErrorCode.TypeAlreadyExists.HttpStatus.ShouldBe(409);
        AtlasErrorCode.InstanceCrudInvalidParams.HttpStatus.ShouldBe(404);
        AtlasErrorCode.RelationshipUpdateEndChangeNotAllowed.ShouldSatisfyAllConditions(
            code => code.Code.ShouldBe("ATLAS-400-00-069"), code => code.HttpStatus.ShouldBe(404));
        AtlasErrorCode.RelationshipUpdateTypeChangeNotAllowed.HttpStatus.ShouldBe(404);
        AtlasErrorCode.FailedToObtainImportExportLock.ShouldSatisfyAllConditions(
            code => code.Code.ShouldBe("ATLAS-500-00-006"), code => code.HttpStatus.ShouldBe(409));
        AtlasErrorCode.UnknownAttribute.Format("a").ShouldBe("Attribute a not found for type {1}");
        AtlasErrorCode.BadRequest.Format("{0} {x}").ShouldBe("{0} {x}");
    }

    [Fact]
    public void Error_codes_are_unique_and_well_formed()
    {
        var codes = typeof(AtlasErrorCode).GetFields().Where(field => field.IsStatic).Select(field => (AtlasErrorCode)field.GetValue(null)!).ToList();
        codes.Count.ShouldBeGreaterThan(80);
        codes.Select(code => code.Code).ShouldBeUnique();
        codes.ShouldAllBe(code => System.Text.RegularExpressions.Regex.IsMatch(code.Code, "^ATLAS-[45][0-9]{2}-00-[0-9A-F]{3}$"));
    }

    private static string Text<T>(T value) => Encoding.UTF8.GetString(AtlasJson.Write(value));
}
