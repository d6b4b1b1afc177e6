using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>
/// The classifications of entities. What spreads along relationships has done so when a call returns. Refusals are
/// <see cref="Errors.AtlasException"/> with Atlas's codes.
/// </summary>
public interface IClassifications : IGrainWithStringKey
{
    /// <summary>Puts classifications on an entity, all of them or none.</summary>
    Task<WriteReceipt> AddClassificationsAsync(
        EntityLocator entity, IReadOnlyList<AtlasClassification> classifications, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Changes the attributes that are given, validity periods as a whole, and whether the classifications spread.</summary>
    Task<WriteReceipt> UpdateClassificationsAsync(
        EntityLocator entity, IReadOnlyList<AtlasClassification> classifications, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a classification from the entity; with <paramref name="sourceGuid"/> what has spread to it from that other, deleted entity.
    /// </summary>
    Task<WriteReceipt> RemoveClassificationAsync(
        EntityLocator entity, string classification, string? sourceGuid, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Puts one classification on many entities; <paramref name="skipFailed"/> leaves out those where it is refused.</summary>
    Task<WriteReceipt> AssociateClassificationAsync(
        ClassificationAssociateRequest request, bool skipFailed, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Makes what was put on each entity equal to its header; entities are found by the unique attributes in the header.</summary>
    Task<SetClassificationsResult> SetClassificationsAsync(
        AtlasEntityHeaders headers, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>What was put on the entity, then what has spread to it.</summary>
    Task<IReadOnlyList<AtlasClassification>> GetClassificationsAsync(string guid, CancellationToken cancellationToken = default);

    /// <summary>One of them by its name, in any case of letters.</summary>
    Task<AtlasClassification> GetClassificationAsync(string guid, string classification, CancellationToken cancellationToken = default);

    /// <summary>Headers of the entities whose classifications have changed at or after <paramref name="since"/>, in milliseconds since the Unix epoch.</summary>
    Task<AtlasEntityHeaders> GetHeadersOfChangedClassificationsAsync(long since, CancellationToken cancellationToken = default);
}
