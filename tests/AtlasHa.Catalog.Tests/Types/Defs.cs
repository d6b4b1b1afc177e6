using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Tests.Types;

/// <summary>Short ways to write definitions.</summary>
internal static class Defs
{
    public static AtlasTypesDef Parse(string json) => AtlasJson.Parse<AtlasTypesDef>(json);

    public static AtlasTypesDef Of(params AtlasBaseTypeDef[] defs) => AtlasTypesDef.Of(defs);

    public static AtlasEntityDef Entity(string name, params AtlasAttributeDef[] attributes) => new() { Name = name, AttributeDefs = [.. attributes] };

    public static AtlasEntityDef SubType(string name, string superType, params AtlasAttributeDef[] attributes) =>
        Entity(name, attributes) with { SuperTypes = [superType] };

    public static AtlasStructDef Struct(string name, params AtlasAttributeDef[] attributes) => new() { Name = name, AttributeDefs = [.. attributes] };

    public static AtlasClassificationDef Tag(string name, params string[] entityTypes) => new() { Name = name, EntityTypes = [.. entityTypes] };

    public static AtlasEnumDef Enum(string name, params string[] values) => new()
    {
        Name = name,
        ElementDefs = [.. values.Select((value, ordinal) => new AtlasEnumElementDef { Value = value, Ordinal = ordinal })],
    };

    public static AtlasBusinessMetadataDef Business(string name, params AtlasAttributeDef[] attributes) => new() { Name = name, AttributeDefs = [.. attributes] };

    public static AtlasAttributeDef BusinessAttribute(string name, string typeName, params string[] entityTypes) => Attribute(name, typeName) with
    {
        IsIndexable = true,
        Options = new()
        {
            ["maxStrLength"] = "50",
            ["applicableEntityTypes"] = $"[{string.Join(",", entityTypes.Select(type => $"\"{type}\""))}]",
        },
    };

    public static AtlasAttributeDef Attribute(string name, string typeName = "string") => new() { Name = name, TypeName = typeName, IsOptional = true };

    public static AtlasRelationshipDef Relationship(string name, AtlasRelationshipEndDef end1, AtlasRelationshipEndDef end2) =>
        new() { Name = name, EndDef1 = end1, EndDef2 = end2 };

    public static AtlasRelationshipEndDef End(string type, string name, Cardinality cardinality = Cardinality.Single, bool container = false) =>
        new() { Type = type, Name = name, Cardinality = cardinality, IsContainer = container };

    /// <summary>Tables that own their columns.</summary>
    public static AtlasTypesDef TablesAndColumns() => Of(
        Entity("table", Attribute("qualifiedName") with { IsOptional = false, IsUnique = true }, Attribute("name")),
        Entity("column", Attribute("name")),
        Relationship("table_columns", End("table", "columns", Cardinality.Set, container: true), End("column", "table")) with
        {
            RelationshipCategory = RelationshipCategory.Composition,
        });

    public static async Task ShouldBeRefusedAsync(this Task task, AtlasErrorCode code) =>
        (await Should.ThrowAsync<AtlasException>(task)).Code.ShouldBe(code);

    public static void ShouldRefuse(AtlasErrorCode code, Action action) => Should.Throw<AtlasException>(action).Code.ShouldBe(code);
}
