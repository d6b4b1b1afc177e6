namespace AtlasHa.Notifications.Messages;

/// <summary>A message that cannot be read, however often it is tried. The text says what is wrong with it.</summary>
internal sealed class MalformedMessageException(string message, Exception? inner = null) : Exception(message, inner);
