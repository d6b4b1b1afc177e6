namespace AtlasHa.Cli.Http;

/// <summary>No instance served a request for as long as it could be retried: the next one would fare no better.</summary>
internal sealed class NoInstanceException(string message) : CliException(message);
