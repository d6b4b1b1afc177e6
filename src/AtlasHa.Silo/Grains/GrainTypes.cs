using System.Text;
using Orleans.Runtime;

namespace AtlasHa.Silo.Grains;

/// <summary>The grain types' wire names, fixed so that a class can be renamed without breaking clients.</summary>
internal static class GrainTypes
{
    public const string ActiveInstanceName = "atlas-active-instance";
    public const string InstanceStatusName = "atlas-instance-status";

    public static readonly GrainType ActiveInstance = GrainType.Create(ActiveInstanceName);
    public static readonly GrainType InstanceStatus = GrainType.Create(InstanceStatusName);

    private const string RehearsalPrefix = "rehearsal/";
    private static readonly byte[] RehearsalPrefixBytes = Encoding.UTF8.GetBytes(RehearsalPrefix);

    /// <summary>True for an active-instance grain on which some instance rehearses.</summary>
    public static bool IsRehearsal(GrainId grain) => grain.Type == ActiveInstance && grain.Key.AsSpan().StartsWith(RehearsalPrefixBytes);

    /// <summary>Key of the active-instance grain on which an instance rehearses; it lives on that instance's silo.</summary>
    public static string RehearsalKey(string instanceId) => RehearsalPrefix + instanceId;

    /// <summary>The instance whose rehearsal this key belongs to, null for every other key.</summary>
    public static string? RehearsingInstance(string key) => key.StartsWith(RehearsalPrefix, StringComparison.Ordinal) ? key[RehearsalPrefix.Length..] : null;
}
