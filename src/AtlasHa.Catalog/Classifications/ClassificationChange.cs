using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Classifications;

/// <summary>A row as it was and as it is now; null where there is none.</summary>
internal sealed record ClassificationChange(ClassificationRow? Before, ClassificationRow? After)
{
    /// <summary>The classification itself was changed where it was put, not only the status of its entity.</summary>
    public bool IsRewrite => Before is { IsDirect: true } && After is not null && !ReferenceEquals(Before.Document, After.Document);
}
