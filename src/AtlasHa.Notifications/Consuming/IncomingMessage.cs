namespace AtlasHa.Notifications.Consuming;

/// <summary>A message as it came, with its place in its source.</summary>
internal sealed record IncomingMessage(long Offset, ReadOnlyMemory<byte> Body);
