using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;
using static AtlasHa.Catalog.Tests.Types.Defs;

namespace AtlasHa.Catalog.Tests.Types;

public sealed class TypeRegistryTests
{
    [Fact]
    public void Types_of_one_request_may_refer_to_each_other()
    {
        var registry = TypeRegistry.Empty.With(Of(
            Entity("a", Attribute("b", "b"), Attribute("list", "array<c>")), Entity("b", Attribute("a", "map<string,a>")), Struct("c", Attribute("x"))));
        registry.GetEntityType("a").Attributes["b"].Reference!.Target.ShouldBeSameAs(registry.GetEntityType("b"));
        registry.GetEntityType("b").Attributes["a"].Reference!.Target.ShouldBeSameAs(registry.GetEntityType("a"));
    }

    [Fact]
    public void Subtype_inherits_attributes_and_relationship_attributes()
    {
        var registry = TypeRegistry.Empty.With(TablesAndColumns()).With(Of(SubType("view", "table", Attribute("query")), SubType("late", "view")));
        var late = registry.GetEntityType("late");
        late.Attributes.Keys.ShouldBe(["qualifiedName", "name", "query"]);
        late.UniqueAttributes.Keys.ShouldBe(["qualifiedName"]);
        late.RelationshipAttributes.Keys.ShouldBe(["columns"]);
        late.SelfAndSuperTypes.ShouldBe(["late", "view", "table"], ignoreOrder: true);
        late.IsSubTypeOf("table").ShouldBeTrue();
        registry.GetEntityType("table").SelfAndSubTypes.ShouldBe(["table", "view", "late"], ignoreOrder: true);
        registry.GetEntityType("table").Def.SubTypes.ShouldBe(["view"]);
    }

    [Fact]
    public void Diamond_gives_an_attribute_once()
    {
        var registry = TypeRegistry.Empty.With(TablesAndColumns())
            .With(Of(SubType("x", "table"), SubType("y", "table"), Entity("z") with { SuperTypes = ["x", "y"] }));
        registry.GetEntityType("z").RelationshipAttributes["columns"].Count.ShouldBe(1);
        registry.GetEntityType("z").Attributes.Count.ShouldBe(2);
    }

    [Fact]
    public void Composition_is_owned_at_the_container_and_mandatory_at_the_part()
    {
        var registry = TypeRegistry.Empty.With(TablesAndColumns());
        var columns = registry.GetEntityType("table").RelationshipAttributes["columns"].Single();
        var table = registry.GetEntityType("column").RelationshipAttributes["table"].Single();
        (columns.IsOwned, columns.IsMandatory, columns.End, columns.OtherType.Name).ShouldBe((true, false, 1, "column"));
        (table.IsOwned, table.IsMandatory, table.End, table.OtherType.Name).ShouldBe((false, true, 2, "table"));
        var listed = registry.GetEntityType("column").Def.RelationshipAttributeDefs!.Single();
        (listed.Name, listed.TypeName, listed.IsOptional, listed.RelationshipTypeName).ShouldBe(("table", "table", false, "table_columns"));
        registry.GetEntityType("table").Def.RelationshipAttributeDefs!.Single().TypeName.ShouldBe("array<column>");
    }

    [Fact]
    public void Display_text_is_the_option_or_the_first_name_that_is_set()
    {
        var attributes = new[] { Attribute("name"), Attribute("qualifiedName"), Attribute("title") };
        var registry = TypeRegistry.Empty.With(Of(
            Entity("plain", attributes), Entity("titled", attributes) with { Options = new() { ["displayTextAttribute"] = "title" } }));
        var values = new Dictionary<string, object?> { ["name"] = "", ["qualifiedName"] = "q", ["title"] = "t" };
        registry.GetEntityType("plain").DisplayText(values).ShouldBe("q");
        registry.GetEntityType("titled").DisplayText(values).ShouldBe("t");
        registry.GetEntityType("plain").DisplayText(new Dictionary<string, object?>()).ShouldBeNull();
    }

    [Fact]
    public void Header_and_min_info_attributes_are_those_that_the_type_has()
    {
        var type = TypeRegistry.Empty.With(Of(Entity(
            "t", Attribute("owner"), Attribute("id") with { IsUnique = true }, Attribute("type"), Attribute("other")) with
        {
            Options = new() { ["schemaAttributes"] = "[\"type\", \" missing\"]" },
        })).GetEntityType("t");
        type.HeaderAttributes.ShouldBe(["id", "owner"]);
        type.MinInfoAttributes.ShouldBe(["id", "owner", "type"]);
    }

    [Fact]
    public void Classification_applies_to_the_listed_types_and_their_subtypes()
    {
        var registry = TypeRegistry.Empty.With(TablesAndColumns())
            .With(Of(SubType("view", "table"), Tag("pii", "table"), Tag("any"), Tag("child") with { SuperTypes = ["pii"], EntityTypes = ["view"] }));
        CanApply("pii", "view").ShouldBeTrue();
        CanApply("pii", "column").ShouldBeFalse();
        CanApply("any", "column").ShouldBeTrue();
        CanApply("child", "table").ShouldBeFalse();

        bool CanApply(string tag, string type) => registry.GetClassificationType(tag).CanApplyTo(registry.GetEntityType(type));
    }

    [Fact]
    public void Business_metadata_is_listed_on_the_types_that_it_applies_to()
    {
        var registry = TypeRegistry.Empty.With(TablesAndColumns()).With(Of(SubType("view", "table"), Business("bm", BusinessAttribute("steward", "string", "table"))));
        registry.GetEntityType("view").Def.BusinessAttributeDefs!["bm"].Single().Name.ShouldBe("steward");
        registry.GetEntityType("column").Def.BusinessAttributeDefs.ShouldBeEmpty();
    }

    public static TheoryData<string, AtlasErrorCode, AtlasBaseTypeDef[]> Unresolvable => new()
    {
        { "unknown attribute type", AtlasErrorCode.BadRequest, [Entity("t", Attribute("a", "array<nothing>"))] },
        { "malformed map", AtlasErrorCode.BadRequest, [Entity("t", Attribute("a", "map<string>"))] },
        { "unknown supertype", AtlasErrorCode.BadRequest, [SubType("t", "nothing")] },
        { "unknown end type", AtlasErrorCode.BadRequest, [Entity("t"), Relationship("r", End("t", "a"), End("nothing", "b"))] },
        { "list cardinality on a single type", AtlasErrorCode.InvalidAttributeTypeForCardinality, [Entity("t", Attribute("a") with { Cardinality = Cardinality.List })] },
        { "classification as attribute type", AtlasErrorCode.AttributeTypeInvalid, [Tag("tag"), Entity("t", Attribute("a", "map<string,tag>"))] },
        { "business metadata as attribute type", AtlasErrorCode.AttributeTypeInvalid, [Business("bm"), Entity("t", Attribute("a", "array<bm>"))] },
        { "ownedRef on a string", AtlasErrorCode.ConstraintOwnedRefAttributeInvalidType, [Entity("t", Constrained("string", "ownedRef"))] },
        { "inverseRef on a string", AtlasErrorCode.ConstraintInverseRefAttributeInvalidType, [Entity("t", Constrained("string", "inverseRef", "x"))] },
        { "inverseRef without parameter", AtlasErrorCode.ConstraintMissingParams, [Entity("t", Constrained("t", "inverseRef"))] },
        { "inverseRef to nothing", AtlasErrorCode.ConstraintInverseRefInverseAttributeNonExisting, [Entity("t", Constrained("t", "inverseRef", "x"))] },
        { "inverseRef to a string", AtlasErrorCode.ConstraintInverseRefInverseAttributeInvalidType, [Entity("t", Constrained("t", "inverseRef", "x"), Attribute("x"))] },
        { "supertype of another category", AtlasErrorCode.IncompatibleSupertype, [Tag("tag"), SubType("t", "tag")] },
        { "cycle of supertypes", AtlasErrorCode.CircularReference, [SubType("a", "b"), SubType("b", "c"), SubType("c", "a")] },
        { "attribute of parent and child", AtlasErrorCode.AttributeNameAlreadyExistsInAnotherParentType, [Entity("p", Attribute("a")), SubType("c", "p", Attribute("a"))] },
        {
            "attribute of two parents", AtlasErrorCode.AttributeNameAlreadyExistsInAnotherParentType,
            [Entity("p", Attribute("a")), Entity("q", Attribute("a")), Entity("c") with { SuperTypes = ["p", "q"] }]
        },
        { "classification for an unknown type", AtlasErrorCode.ClassificationdefInvalidEntitytypes, [Tag("tag", "nothing")] },
        { "classification for a struct", AtlasErrorCode.ClassificationdefInvalidEntitytypes, [Struct("s", Attribute("a")), Tag("tag", "s")] },
        {
            "classification with disjoint parents", AtlasErrorCode.ClassificationdefParentsEntitytypesDisjoint,
            [Entity("a"), Entity("b"), Tag("x", "a"), Tag("y", "b"), Tag("z") with { SuperTypes = ["x", "y"] }]
        },
        {
            "classification wider than its parent", AtlasErrorCode.ClassificationdefEntitytypesNotParentsSubset,
            [Entity("a"), Entity("b"), Tag("x", "a"), Tag("z", "a", "b") with { SuperTypes = ["x"] }]
        },
        { "relationship without an end", AtlasErrorCode.MissingMandatoryAttribute, [Entity("t"), new AtlasRelationshipDef { Name = "r", EndDef1 = End("t", "a") }] },
        { "relationship end without type", AtlasErrorCode.MissingMandatoryAttribute, [Entity("t"), Relationship("r", End("", "a"), End("t", "b"))] },
        { "relationship end without name", AtlasErrorCode.MissingMandatoryAttribute, [Entity("t"), Relationship("r", End("t", ""), End("t", "b"))] },
        { "relationship end at a struct", AtlasErrorCode.RelationshipdefInvalidEndType, [Struct("s", Attribute("a")), Entity("t"), Relationship("r", End("s", "a"), End("t", "b"))] },
        { "relationship end of cardinality LIST", AtlasErrorCode.RelationshipdefListOnEnd, [Entity("t"), Relationship("r", End("t", "a", Cardinality.List), End("t", "b"))] },
        { "two containers", AtlasErrorCode.RelationshipdefDoubleContainers, [Entity("t"), Relationship("r", End("t", "a", container: true), End("t", "b", container: true))] },
        { "association with container", AtlasErrorCode.RelationshipdefAssociationAndContainer, [Entity("t"), Relationship("r", End("t", "a", container: true), End("t", "b"))] },
        { "composition without container", AtlasErrorCode.RelationshipdefCompositionNoContainer, [Entity("t"), Related(RelationshipCategory.Composition, End("t", "a"), End("t", "b"))] },
        { "aggregation without container", AtlasErrorCode.RelationshipdefAggregationNoContainer, [Entity("t"), Related(RelationshipCategory.Aggregation, End("t", "a"), End("t", "b"))] },
        {
            "composition with several parents", AtlasErrorCode.RelationshipdefCompositionMultipleParents,
            [Entity("t"), Related(RelationshipCategory.Composition, End("t", "a", container: true), End("t", "b", Cardinality.Set))]
        },
        { "business metadata of struct type", AtlasErrorCode.BusinessMetadataDefAttributeTypeInvalid, [Struct("s", Attribute("a")), Business("bm", BusinessAttribute("a", "s"))] },
        { "business metadata of entity type", AtlasErrorCode.BusinessMetadataDefAttributeTypeInvalid, [Entity("t"), Business("bm", BusinessAttribute("a", "array<t>"))] },
        { "business metadata text without limit", AtlasErrorCode.MissingMandatoryAttribute, [Business("bm", Attribute("a", "array<string>"))] },
        { "business metadata for an unknown type", AtlasErrorCode.BadRequest, [Business("bm", BusinessAttribute("a", "string", "nothing"))] },
        { "attribute without name", AtlasErrorCode.MissingMandatoryAttribute, [Entity("t", Attribute(" "))] },
        { "attribute without type", AtlasErrorCode.MissingMandatoryAttribute, [Entity("t", new AtlasAttributeDef { Name = "a" })] },
    };

    [Theory, MemberData(nameof(Unresolvable), DisableDiscoveryEnumeration = true)]
    public void Definitions_that_do_not_fit_together_are_refused(string why, AtlasErrorCode code, AtlasBaseTypeDef[] defs) =>
        Should.Throw<AtlasException>(() => TypeRegistry.Empty.With(defs)).Code.ShouldBe(code, why);

    private static AtlasAttributeDef Constrained(string typeName, string constraint, string? attribute = null) => Attribute("a", typeName) with
    {
        Constraints = [new AtlasConstraintDef { Type = constraint, Params = attribute is null ? null : new() { ["attribute"] = attribute } }],
    };

    private static AtlasRelationshipDef Related(RelationshipCategory category, AtlasRelationshipEndDef end1, AtlasRelationshipEndDef end2) =>
        Relationship("r", end1, end2) with { RelationshipCategory = category };
}
