using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>The two grains of an AtlasHa cluster, for any Orleans client or silo in it.</summary>
public static class GrainFactoryExtensions
{
    /// <summary>Key of the one <see cref="IActiveInstance"/> grain.</summary>
    public const string ActiveInstanceKey = "active";

    /// <summary>The active instance, wherever the election has put it.</summary>
    public static IActiveInstance GetActiveInstance(this IGrainFactory grains) => grains.GetGrain<IActiveInstance>(ActiveInstanceKey);

    /// <summary>The status of the instance with this id.</summary>
    public static IInstanceStatus GetInstanceStatus(this IGrainFactory grains, string instanceId) => grains.GetGrain<IInstanceStatus>(instanceId);
}
