using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Glossary;

/// <summary>The relationships of glossary objects by the attribute under which they are seen. Those of the objects are loaded.</summary>
internal sealed class GlossaryLinks(EntityGraph graph, TypeRegistry types)
{
    public EntityGraph Graph => graph;

    public TypeRegistry Types => types;

    public IEnumerable<StoredRelationship> Of(string guid, string attribute)
    {
        IReadOnlyList<RelationshipAttribute> ends = Ends(guid, attribute);
        return graph.RelationshipsOf(guid).Where(relationship => relationship.IsActive && ends.Any(end => relationship.Is(end, guid)));
    }

    /// <summary>The one entity at the other end; null when there is none.</summary>
    public StoredEntity? Single(string guid, string attribute) =>
        Of(guid, attribute).Select(relationship => graph.Get(relationship.OtherEnd(guid))).FirstOrDefault();

    /// <summary>The relationship type of an attribute, and the end at which an object that has it is.</summary>
    public RelationshipAttribute End(string guid, string attribute) => Ends(guid, attribute)[0];

    private IReadOnlyList<RelationshipAttribute> Ends(string guid, string attribute) =>
        types.GetEntityType(graph.Get(guid).TypeName).RelationshipAttributes[attribute];
}
