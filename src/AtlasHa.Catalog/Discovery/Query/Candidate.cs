using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>An entity that a query looks at, with what of its surroundings the query needs.</summary>
internal sealed class Candidate(StoredEntity entity, EntityType type, Surroundings surroundings)
{
    public StoredEntity Entity => entity;

    public EntityType Type => type;

    /// <summary>Direct ones and those that have spread here.</summary>
    public IEnumerable<string> ClassificationNames => surroundings.ClassificationsOf(entity.Guid).Select(row => row.TypeName);

    public IEnumerable<string> DirectClassificationNames =>
        surroundings.ClassificationsOf(entity.Guid).Where(row => row.IsDirect).Select(row => row.TypeName);

    public IEnumerable<string> PropagatedClassificationNames =>
        surroundings.ClassificationsOf(entity.Guid).Where(row => !row.IsDirect).Select(row => row.TypeName);

    /// <summary>The classifications themselves.</summary>
    public IEnumerable<TaggedWith> Classifications => surroundings.TagsOf(entity.Guid);

    /// <summary>The entities that an attribute refers to.</summary>
    public IEnumerable<Candidate> Related(Reference reference) => surroundings.Related(entity, reference);

    public object? Attribute(string name) => entity.Document.Attributes.GetValueOrDefault(name);
}
