using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog;

/// <summary>Settings of the metadata catalogue.</summary>
public sealed class CatalogOptions
{
    /// <summary>
    /// A folder of model files (sub-folders with *.json files of type definitions) that is loaded whenever this instance becomes active;
    /// null or empty for none.
    /// </summary>
    public string? ModelsFolder { get; set; }

    /// <summary>Sizes and deadlines of the writer.</summary>
    public WriteQueueOptions Writes { get; set; } = new();
}
