using Orleans.Runtime;

namespace AtlasHa.Silo.Grains;

/// <summary>The grain types' wire names, fixed so that a class can be renamed without breaking clients.</summary>
internal static class GrainTypes
{
    public const string ActiveInstanceName = "atlas-active-instance";
    public const string InstanceStatusName = "atlas-instance-status";

    public static readonly GrainType ActiveInstance = GrainType.Create(ActiveInstanceName);
    public static readonly GrainType InstanceStatus = GrainType.Create(InstanceStatusName);
}
