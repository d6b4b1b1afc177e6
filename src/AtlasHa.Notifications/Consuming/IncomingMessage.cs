namespace AtlasHa.Notifications.Consuming;

/// <summary>A message as it came, with its place in its source.</summary>
internal sealed record IncomingMessage(long Offset, ReadOnlyMemory<byte> Body)
{
    /// <summary>Length as it came, whatever is put together from it.</summary>
    public int Bytes { get; init; } = Body.Length;
}
