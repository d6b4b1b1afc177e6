namespace AtlasHa.Notifications.Consuming;

/// <summary>Messages of which the first ones were given to the store's writer.</summary>
/// <param name="Messages">All of them, in order.</param>
/// <param name="Expected">The position at which they were started.</param>
/// <param name="Given">The first ones.</param>
internal sealed record StartedMessages(IReadOnlyList<IncomingMessage> Messages, long Expected, GivenMessages Given)
{
    /// <summary>None waits for those before it: what follows may be started.</summary>
    public bool AreAllGiven => Given.Steps.Count == Messages.Count;
}
