using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Hooks;

/// <summary>What a hook's message asks for.</summary>
public abstract record HookChange
{
    private HookChange()
    {
    }

    /// <summary>
    /// Creates the entities that are not there and updates those that are. References to unknown entities by unique attributes make shell entities.
    /// </summary>
    public sealed record CreateOrUpdate(AtlasEntitiesWithExtInfo Entities) : HookChange;

    /// <summary>Changes what is given of an entity that is there.</summary>
    public sealed record PartialUpdate(AtlasObjectId Entity, AtlasEntityWithExtInfo Changes) : HookChange;

    /// <summary>Deletes entities; those that are not there are passed over.</summary>
    public sealed record Delete(IReadOnlyList<AtlasObjectId> Entities) : HookChange;
}
