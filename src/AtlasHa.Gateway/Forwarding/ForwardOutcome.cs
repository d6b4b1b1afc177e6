namespace AtlasHa.Gateway.Forwarding;

/// <summary>What became of one try to pass a request on.</summary>
internal enum ForwardOutcome
{
    /// <summary>The client has its answer.</summary>
    Answered,

    /// <summary>Nothing was changed, and nothing has been answered.</summary>
    NotDone,

    /// <summary>A change may or may not have been made, and nothing has been answered.</summary>
    Unknown,
}
