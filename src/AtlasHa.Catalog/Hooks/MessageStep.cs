using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>One message taken from its source: all that it does is done in one transaction, in which its source's position moves past it.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Expected">
/// The source's position when every earlier message has been taken, and this one has not; <see cref="NoPosition"/> for the first message of a source that was
/// never read.
/// </param>
/// <param name="Offset">The message's place in its source, at or after <paramref name="Expected"/>.</param>
public sealed record MessageStep(MessageSource Source, long Expected, long Offset)
{
    /// <summary>What is expected of a source that was never read: no position, which is not the same as any.</summary>
    public const long NoPosition = -1;

    /// <summary>Length of the message as it waited in its source.</summary>
    public long Bytes { get; init; }

    /// <summary>Who is noted as author.</summary>
    public string User { get; init; } = "";

    /// <summary>Null: it changes nothing.</summary>
    public HookChange? Change { get; init; }

    /// <summary>A piece to be kept until the others are there.</summary>
    public MessagePiece? Piece { get; init; }

    /// <summary>The id of a message that was split and is done with now.</summary>
    public string? Assembled { get; init; }

    /// <summary>The message is given up; number and time are filled in.</summary>
    public FailedMessage? Failure { get; init; }

    /// <summary>The position afterwards.</summary>
    public long Next => Offset + 1;
}
