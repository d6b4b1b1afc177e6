using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>The relationships between entities. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface IRelationships : IGrainWithStringKey
{
    /// <summary>Creates a relationship between two entities, named by guid or by unique attributes.</summary>
    Task<AtlasRelationship> CreateRelationshipAsync(AtlasRelationship relationship, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Changes attributes, propagation or blocked classifications of the relationship with the given guid.</summary>
    Task<AtlasRelationship> UpdateRelationshipAsync(AtlasRelationship relationship, CallContext call, CancellationToken cancellationToken = default);

    /// <param name="guid">The relationship, deleted or not.</param>
    /// <param name="extendedInfo">Adds the headers of the entities that it is about.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AtlasRelationshipWithExtInfo> GetRelationshipAsync(string guid, bool extendedInfo, CancellationToken cancellationToken = default);

    /// <summary>Deletes the relationship; both entities stay.</summary>
    Task<WriteReceipt> DeleteRelationshipAsync(string guid, CallContext call, CancellationToken cancellationToken = default);
}
