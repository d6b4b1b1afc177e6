namespace AtlasHa.Catalog.Storage.Notifications;

/// <summary>How far a source has been taken: every message below <paramref name="Next"/> has had its effect.</summary>
public sealed record MessagePosition(MessageSource Source, long Next);

/// <summary>A message in the store's queue. Times are milliseconds since the Unix epoch.</summary>
/// <param name="Id">Its offset; given by the store when it is written.</param>
/// <param name="Topic">The queue.</param>
/// <param name="Time">When it came.</param>
/// <param name="Body">As it came: UTF-8 JSON, or garbage.</param>
public sealed record QueuedMessage(long Id, string Topic, long Time, byte[] Body);

/// <summary>A message that was given up.</summary>
/// <param name="Id">Given by the store when it is written.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="Time">When it was given up, milliseconds since the Unix epoch.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Error">What is wrong with it.</param>
/// <param name="Body">The message; of one that was split the whole of it.</param>
public sealed record FailedMessage(long Id, MessageSource Source, long Offset, long Time, int Tries, string Error, byte[] Body);

/// <summary>A piece of a message that was split by its sender.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="MessageId">The sender's id of the whole message.</param>
/// <param name="Index">Its place in the whole message, from 0.</param>
/// <param name="Offset">Its place in the source.</param>
/// <param name="Time">When it came, milliseconds since the Unix epoch.</param>
/// <param name="Body">The piece as it came.</param>
public sealed record MessagePiece(MessageSource Source, string MessageId, int Index, long Offset, long Time, byte[] Body);

/// <summary>The pieces of one message that are there.</summary>
public sealed record PieceCount(int Count, long Bytes);

/// <summary>Something to be told of an entity. <paramref name="Id"/> gives the order; the store gives it when the row is written.</summary>
public sealed record OutboxRow(long Id, string EntityGuid, long Time, byte[] Body);

/// <summary>Numbers of the first and the last row of the outbox; both 0 when there is none. The last row is never removed.</summary>
public sealed record OutboxBounds(long First, long Last);

/// <summary>What waits and what was given up. <paramref name="OldestTime"/> is null when nothing waits.</summary>
public sealed record MessageBacklog(long Queued, long? OldestTime, long Failed);

/// <summary>Messages that wait, and the bytes of their bodies.</summary>
public sealed record QueueSize(long Messages, long Bytes);
