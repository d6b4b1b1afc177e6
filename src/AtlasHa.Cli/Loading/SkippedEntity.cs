namespace AtlasHa.Cli.Loading;

/// <summary>An entity that the cluster did not take, and why.</summary>
internal sealed record SkippedEntity(string? Guid, string? TypeName, string Reason);
