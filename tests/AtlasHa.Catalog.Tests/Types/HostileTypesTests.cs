using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Tests.Types;

/// <summary>
/// Requests of a few megabytes that are legal JSON and must be refused. A stack overflow or an exhausted memory cannot be caught: it ends the process, and
/// a client that follows the redirect and tries again ends the next active as well.
/// </summary>
public sealed class HostileTypesTests
{
    [Fact]
    public void Types_are_refused_when_their_chain_of_supertypes_is_endless()
    {
        const int length = 60_000;
        // The most derived type first, so that the whole chain is open when the last one is reached.
        var chain = Enumerable.Range(0, length).Select(AtlasBaseTypeDef (i) => new AtlasEntityDef
        {
            Name = $"t{i}",
            SuperTypes = i == length - 1 ? [] : [$"t{i + 1}"],
        });

        Should.Throw<AtlasException>(() => TypeRegistry.Empty.With(chain)).Code.ShouldBe(AtlasErrorCode.BadRequest);
    }

    [Fact]
    public void Types_are_refused_when_their_chain_of_supertypes_is_endless_and_given_from_its_root()
    {
        const int length = 60_000;
        var chain = Enumerable.Range(0, length).Select(AtlasBaseTypeDef (i) => new AtlasEntityDef
        {
            Name = $"t{i}",
            SuperTypes = i == 0 ? [] : [$"t{i - 1}"],
        });

        Should.Throw<AtlasException>(() => TypeRegistry.Empty.With(chain)).Code.ShouldBe(AtlasErrorCode.BadRequest);
    }

    [Fact]
    public void Type_is_refused_when_the_type_of_an_attribute_is_nested_without_end()
    {
        const int depth = 60_000;
        var name = string.Concat(Enumerable.Repeat("array<", depth)) + "string" + new string('>', depth);
        var type = new AtlasStructDef { Name = "t", AttributeDefs = [new AtlasAttributeDef { Name = "a", TypeName = name }] };

        Should.Throw<AtlasException>(() => TypeRegistry.Empty.With([type])).Code.ShouldBe(AtlasErrorCode.BadRequest);
    }
}
