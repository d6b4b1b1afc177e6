namespace AtlasHa.Users;

/// <summary>A file of users cannot be used; the message names the line and never the hash in it.</summary>
public sealed class UserFileException(string message) : Exception(message);
