namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>What became of a patch. Only what failed is tried again.</summary>
public enum PatchStatus
{
    Unknown,
    Applied,

    /// <summary>The type has another version than the one that the patch is for.</summary>
    Skipped,

    Failed,
}
