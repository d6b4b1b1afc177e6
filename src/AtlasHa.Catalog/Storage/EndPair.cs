namespace AtlasHa.Catalog.Storage;

/// <summary>Two entities, in the order in which a relationship's type names its ends.</summary>
public sealed record EndPair(string End1Guid, string End2Guid);
