namespace AtlasHa.Chaos.Tests.History;

/// <summary>What a user knows of an operation afterwards.</summary>
internal enum Outcome
{
    /// <summary>It took effect between invocation and answer.</summary>
    Done,

    /// <summary>The answer says that it was not and will never be executed.</summary>
    Refused,

    /// <summary>It may have taken effect at any time since the invocation, may do so later, or never.</summary>
    Unknown,
}
