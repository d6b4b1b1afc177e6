namespace AtlasHa.Cli;

/// <summary>Options that are fine one by one but do not fit together.</summary>
internal sealed class UsageException(string message) : CliException(message);
