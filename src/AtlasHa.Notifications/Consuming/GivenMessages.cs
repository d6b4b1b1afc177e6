using AtlasHa.Notifications.Messages;

namespace AtlasHa.Notifications.Consuming;

/// <summary>Messages that were given to the store's writer together.</summary>
/// <param name="Steps">One for each, in order.</param>
/// <param name="Piece">The first message when that is a piece, which is taken by itself; there are no steps then.</param>
/// <param name="Malformed">Why the message after them cannot be given.</param>
internal sealed record GivenMessages(IReadOnlyList<Task> Steps, HookMessage.Piece? Piece, Exception? Malformed);
