namespace AtlasHa.Catalog.Storage.Imports;

/// <summary>How far a background import is. The numbers are stored.</summary>
public enum ImportPhase
{
    /// <summary>Its parts are coming in.</summary>
    Staging = 0,

    /// <summary>All its parts are there; some may have been taken.</summary>
    Queued = 1,

    /// <summary>Nothing more happens to it; its parts may go.</summary>
    Over = 2,
}
