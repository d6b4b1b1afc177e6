using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>Messages before this one have not been taken, or this one has been taken already: nothing was done.</summary>
public sealed class MessageOutOfOrderException(MessageSource source, long expected, long actual)
    : Exception($"topic {source.Topic} ({source.Partition}) is at {actual}, not at {expected}");
