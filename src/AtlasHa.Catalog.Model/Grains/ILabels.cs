using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>The labels of entities. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface ILabels : IGrainWithStringKey
{
    /// <summary>Makes these all the labels of the entity.</summary>
    Task<WriteReceipt> SetLabelsAsync(
        EntityLocator entity, IReadOnlyList<string>? labels, CallContext call, CancellationToken cancellationToken = default);

    Task<WriteReceipt> AddLabelsAsync(
        EntityLocator entity, IReadOnlyList<string>? labels, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Takes labels away; those that the entity does not have are passed over.</summary>
    Task<WriteReceipt> RemoveLabelsAsync(
        EntityLocator entity, IReadOnlyList<string>? labels, CallContext call, CancellationToken cancellationToken = default);
}
