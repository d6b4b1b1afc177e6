namespace AtlasHa.Cli.Loading.Remote;

/// <summary>An entity that the source has listed.</summary>
internal sealed record ListedEntity(string Guid, string TypeName);
