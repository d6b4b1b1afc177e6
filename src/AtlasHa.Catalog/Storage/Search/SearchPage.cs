namespace AtlasHa.Catalog.Storage.Search;

/// <summary>Which part of a source is read.</summary>
/// <param name="After">The place after which it begins; null for the beginning.</param>
/// <param name="Offset">How many entities are passed over from there.</param>
/// <param name="Limit">How many are read at most.</param>
public sealed record SearchPage(SearchPosition? After, int Offset, int Limit);

/// <summary>A place in the order of a source: what it orders by, and the entity's id where that is ambiguous.</summary>
public sealed record SearchPosition(byte[] Key, long Id);

/// <summary>An entity that was found, and where.</summary>
public sealed record SearchHit(EntityRow Entity, SearchPosition Position);

/// <summary>A file of search results. Times are milliseconds since the Unix epoch.</summary>
public sealed record SearchDownloadRow(string Owner, string FileName, long CreateTime);

/// <summary>A search that a user keeps; unique by owner and name. <paramref name="Document"/> is UTF-8 JSON owned by the catalogue.</summary>
public sealed record SavedSearchRow(string Guid, string Owner, string Name, byte[] Document);
