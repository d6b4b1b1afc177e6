namespace AtlasHa.Catalog.Storage;

/// <summary>Under what a write request is remembered: the client's id, which belongs to its user.</summary>
public sealed record RequestName(string User, string RequestId);
