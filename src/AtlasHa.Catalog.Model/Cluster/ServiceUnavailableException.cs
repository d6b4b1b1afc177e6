using Orleans;

namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>The active instance could not finish the request because its store failed it.</summary>
[GenerateSerializer]
public sealed class ServiceUnavailableException(string message, bool outcomeUnknown) : Exception(message)
{
    /// <summary>True when a change was being committed: it may or may not have been made, so read before repeating it.</summary>
    [Id(0)] public bool OutcomeUnknown { get; } = outcomeUnknown;
}
