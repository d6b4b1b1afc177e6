namespace AtlasHa.Catalog.Model.Import;

/// <summary>How far a background import is.</summary>
public enum AsyncImportState
{
    /// <summary>What was uploaded is being put into the store.</summary>
    Staging,

    /// <summary>It will be begun when those before it are done.</summary>
    Waiting,
    Processing,

    /// <summary>Everything in it was taken.</summary>
    Successful,

    /// <summary>Some entities were refused.</summary>
    PartialSuccess,
    Aborted,

    /// <summary>Nothing was taken but types, or these were refused.</summary>
    Failed,
}
