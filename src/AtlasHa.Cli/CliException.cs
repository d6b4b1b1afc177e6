namespace AtlasHa.Cli;

/// <summary>A failure whose message is written for the user: what went wrong, why, and what to do next.</summary>
internal class CliException(string message, Exception? inner = null) : Exception(message, inner);
