namespace AtlasHa.Client.Retrying;

/// <summary>Tells that the active instance has changed: whatever the last one has not answered by then, it will hardly answer any more.</summary>
internal interface IActiveChanges
{
    /// <summary>Done when another term is published than the one at the time of the call. Never fails.</summary>
    Task Next { get; }
}
