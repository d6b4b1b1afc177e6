using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Export;

/// <summary>The definitions that go with exported entities.</summary>
internal static class ExportTypes
{
    /// <summary>Those of the names, the relationship types that such entities can have, and all types that one of these refers to.</summary>
    public static AtlasTypesDef Of(IEnumerable<string> names, TypeRegistry types)
    {
        HashSet<string> wanted = [];
        Queue<string> waiting = [];
        foreach (var name in names)
        {
            Add(name);
            if (!types.TryGet<EntityType>(name, out var entityType))
                continue;
            foreach (var attribute in entityType.RelationshipAttributes.Values.SelectMany(attributes => attributes))
                Add(attribute.RelationshipType.Name);
        }
        while (waiting.TryDequeue(out var name))
        {
            if (!types.TryGet(name, out var type))
                continue;
            wanted.Add(name);
            foreach (var other in TypeReferences.Of(TypeQueries.DefOf(type)))
                Add(other);
        }
        // In order of creation, so that what others build on comes before them.
        return AtlasTypesDef.Of([.. types.Types.Where(type => wanted.Contains(type.Name)).Select(TypeQueries.DefOf)]);

        void Add(string name)
        {
            if (!wanted.Contains(name) && !waiting.Contains(name))
                waiting.Enqueue(name);
        }
    }
}
