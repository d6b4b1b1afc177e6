namespace AtlasHa.Catalog.Storage;

/// <summary>The store cannot be reached or cannot do its work now (locked for too long, disk full, connection lost).</summary>
public sealed class StoreUnavailableException(string message, bool outcomeUnknown, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when a commit was under way, so that the change may or may not have been made.</summary>
    public bool OutcomeUnknown { get; } = outcomeUnknown;
}
