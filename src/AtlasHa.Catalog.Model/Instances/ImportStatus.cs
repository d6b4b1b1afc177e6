namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Whether a part of an imported file was carried out.</summary>
public enum ImportStatus
{
    Success,
    Failed,
}
