namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>The store failed over what was asked or written for a group as a whole; which request is to blame is not known.</summary>
internal sealed class GroupFailedException(Exception inner) : Exception(inner.Message, inner);
