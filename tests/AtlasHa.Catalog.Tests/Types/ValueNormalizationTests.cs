using System.Numerics;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Tests.Types;

/// <summary>The table of section 3.7 of the contract.</summary>
public sealed class ValueNormalizationTests
{
    private static readonly TypeRegistry Registry = TypeRegistry.Empty.With(Defs.Of(
        Defs.Enum("kind", "MANAGED", "EXTERNAL"),
        Defs.Struct("serde", Defs.Attribute("lib") with { IsOptional = false }, Defs.Attribute("level", "int")),
        Defs.Entity("table"),
        Defs.SubType("view", "table"),
        Defs.Entity(
            "holder",
            Defs.Attribute("kind", "kind"), Defs.Attribute("serde", "serde"), Defs.Attribute("ref", "table"),
            Defs.Attribute("numbers", "array<int>"), Defs.Attribute("byName", "map<string,int>"),
            Defs.Attribute("some", "array<string>") with { Cardinality = Cardinality.List, ValuesMaxCount = 2 },
            Defs.Attribute("distinct", "array<string>") with { Cardinality = Cardinality.Set })));

    public static TheoryData<string, object?, object?> Accepted => new()
    {
        { "boolean", true, true }, { "boolean", "TRUE", true }, { "boolean", "false", false }, { "boolean", null, null },
        { "byte", -128L, -128L }, { "byte", 1.9m, 1L }, { "short", "-7", -7L }, { "int", 2147483647L, 2147483647L },
        { "long", long.MaxValue, long.MaxValue }, { "long", 2.5, 2L },
        { "float", 0.1m, 0.1 }, { "double", 3L, 3.0 }, { "double", "1.5", 1.5 },
        { "biginteger", "123456789012345678901234567890", BigInteger.Parse("123456789012345678901234567890") }, { "biginteger", 5L, 5L },
        { "bigdecimal", 1.50m, 1.50m }, { "bigdecimal", "0.1", 0.1m }, { "bigdecimal", "12", 12L },
        { "string", "x", "x" }, { "string", true, "true" }, { "string", 5L, "5" }, { "string", "", "" },
        { "date", 1000L, 1000L }, { "date", "1970-01-01T00:00:01.000Z", 1000L }, { "date", "1000", 1000L }, { "date", "", null },
    };

    public static TheoryData<string, object> Refused => new()
    {
        { "boolean", "yes" }, { "boolean", 1L }, { "byte", 128L }, { "short", 40000L }, { "int", 2147483648L }, { "int", "1.5" }, { "int", true },
        { "long", BigInteger.Parse("9223372036854775808") }, { "float", 1e39 }, { "double", "NaN" }, { "double", "x" }, { "biginteger", "1e3" },
        { "bigdecimal", "one" }, { "date", "yesterday" }, { "date", "1970-01-01" },
    };

    [Theory, MemberData(nameof(Accepted), DisableDiscoveryEnumeration = true)]
    public void Built_in_type_normalizes_what_it_accepts(string type, object? value, object? expected)
    {
        BuiltInTypes.All[type].TryNormalize(value, out var normalized).ShouldBeTrue();
        normalized.ShouldBe(expected);
        normalized?.GetType().ShouldBe(expected!.GetType());
    }

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Built_in_type_names_value_and_type_when_it_refuses(string type, object value)
    {
        BuiltInTypes.All[type].TryNormalize(value, out _).ShouldBeFalse();
        Messages(BuiltInTypes.All[type], value).ShouldBe([$"x.y={AttributeValue.ToText(value)}: invalid value for type {type}"]);
    }

    [Fact]
    public void Enum_value_takes_the_defined_spelling()
    {
        Normal("kind", "Managed").ShouldBe("MANAGED");
        Messages(TypeOf("kind"), "other").ShouldBe(["x.y=other: invalid value for type kind"]);
        TypeOf("kind").DefaultValue.ShouldBe("MANAGED");
    }

    [Fact]
    public void Array_is_read_from_a_string_when_normalizing_but_not_when_validating()
    {
        Normal("numbers", "[1, \"2\"]").ShouldBeEquivalentTo(new List<object?> { 1L, 2L });
        Messages(TypeOf("numbers"), "[1]").ShouldBe(["x.y=[1]: invalid value for type array<int>"]);
        Messages(TypeOf("numbers"), new List<object?> { 1L, "a" }).ShouldBe(["x.y[1]=a: invalid value for type int"]);
    }

    [Fact]
    public void Array_with_too_many_values_is_refused_with_both_bounds()
    {
        var values = new List<object?> { "a", "b", "c" };
        TypeOf("some").TryNormalize(values, out _).ShouldBeFalse();
        Messages(TypeOf("some"), values).ShouldBe(["x.y: incorrect number of values. found=3; expected: minCount=0, maxCount=2"]);
    }

    [Fact]
    public void Set_keeps_the_first_of_equal_values() =>
        Normal("distinct", new List<object?> { "a", "b", "a" }).ShouldBeEquivalentTo(new List<object?> { "a", "b" });

    [Fact]
    public void Map_normalizes_its_values()
    {
        Normal("byName", new Dictionary<string, object?> { ["a"] = "1" }).ShouldBeEquivalentTo(new Dictionary<string, object?> { ["a"] = 1L });
        Normal("byName", "{\"a\":1}").ShouldBeEquivalentTo(new Dictionary<string, object?> { ["a"] = 1L });
        Messages(TypeOf("byName"), new Dictionary<string, object?> { ["a"] = "b" }).ShouldBe(["x.y.a=b: invalid value for type int"]);
    }

    [Fact]
    public void Struct_is_accepted_with_and_without_its_wrapper()
    {
        var attributes = new Dictionary<string, object?> { ["lib"] = "csv", ["unknown"] = 1L };
        var expected = new Dictionary<string, object?>
        {
            ["typeName"] = "serde",
            ["attributes"] = new Dictionary<string, object?> { ["lib"] = "csv", ["level"] = 0L },
        };
        Normal("serde", attributes).ShouldBe(expected, AttributeValue.Comparer);
        Normal("serde", new Dictionary<string, object?> { ["typeName"] = "serde", ["attributes"] = attributes }).ShouldBe(expected, AttributeValue.Comparer);
        Messages(TypeOf("serde"), new Dictionary<string, object?>()).ShouldBe(["x.y.lib: mandatory attribute value missing in type serde"]);
    }

    [Fact]
    public void Reference_needs_a_guid_or_unique_attributes_of_a_fitting_type()
    {
        var type = TypeOf("ref");
        var unique = new Dictionary<string, object?> { ["qualifiedName"] = "x" };
        Accepts(new() { ["guid"] = "g" }).ShouldBeTrue();
        Accepts(new() { ["typeName"] = "view", ["uniqueAttributes"] = unique }).ShouldBeTrue();
        Accepts(new() { ["typeName"] = "holder", ["uniqueAttributes"] = unique }).ShouldBeFalse();
        Accepts(new() { ["typeName"] = "view", ["uniqueAttributes"] = new Dictionary<string, object?>() }).ShouldBeFalse();
        Accepts(new() { ["guid"] = "" }).ShouldBeFalse();
        type.TryNormalize("g", out _).ShouldBeFalse();

        bool Accepts(Dictionary<string, object?> reference) => type.TryNormalize(reference, out _);
    }

    [Fact]
    public void Unset_attribute_takes_its_default_or_the_zero_of_a_primitive()
    {
        UnsetValue("string", optional: true).ShouldBeNull();
        UnsetValue("string", optional: false).ShouldBe("");
        UnsetValue("int", optional: true).ShouldBe(0L);
        UnsetValue("boolean", optional: true).ShouldBe(false);
        UnsetValue("date", optional: true).ShouldBe(0L);
        UnsetValue("double", optional: true).ShouldBe(0.0);
        UnsetValue("int", optional: true, defaultValue: "7").ShouldBe(7L);
        UnsetValue("array<int>", optional: true).ShouldBeNull();

        static object? UnsetValue(string typeName, bool optional, string? defaultValue = null) => TypeRegistry.Empty
            .With(Defs.Of(Defs.Entity("t", Defs.Attribute("a", typeName) with { IsOptional = optional, DefaultValue = defaultValue })))
            .GetEntityType("t").Attributes["a"].UnsetValue;
    }

    [Fact]
    public void Partial_validation_asks_for_mandatory_attributes_only_when_they_are_cleared()
    {
        var serde = (StructType)TypeOf("serde");
        Partial(new()).ShouldBeEmpty();
        Partial(new() { ["lib"] = null }).ShouldBe(["serde.lib: mandatory attribute value missing in type serde"]);

        List<string> Partial(Dictionary<string, object?> values)
        {
            List<string> messages = [];
            serde.ValidateAttributes(values, "serde", messages, partial: true);
            return messages;
        }
    }

    [Fact]
    public void Comparer_takes_numbers_by_value_and_lists_by_content()
    {
        var comparer = AttributeValue.Comparer;
        comparer.Equals(1L, 1.0).ShouldBeTrue();
        comparer.Equals(1.0m, 1L).ShouldBeTrue();
        comparer.Equals(BigInteger.One, 1L).ShouldBeTrue();
        comparer.Equals("1", 1L).ShouldBeFalse();
        comparer.Equals(new List<object?> { 1L, null }, new List<object?> { 1m, null }).ShouldBeTrue();
        comparer.Equals(new Dictionary<string, object?> { ["a"] = 1L }, new Dictionary<string, object?> { ["a"] = 2L }).ShouldBeFalse();
        comparer.GetHashCode(1L).ShouldBe(comparer.GetHashCode(1.0m));
    }

    private static AtlasType TypeOf(string attribute) => Registry.GetEntityType("holder").Attributes[attribute].Type;

    private static object? Normal(string attribute, object value)
    {
        TypeOf(attribute).TryNormalize(value, out var normalized).ShouldBeTrue();
        return normalized;
    }

    private static List<string> Messages(AtlasType type, object value)
    {
        List<string> messages = [];
        type.Validate(value, "x.y", messages);
        return messages;
    }
}
