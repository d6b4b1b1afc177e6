namespace AtlasHa.Catalog.Import.Background;

/// <summary>A step of a background import has failed for a reason that is its own, as far as can be told.</summary>
public sealed class ImportStepException(string importId, Exception cause) : Exception(cause.Message, cause)
{
    public string ImportId { get; } = importId;
}
