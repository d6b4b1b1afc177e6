using AtlasHa.Catalog;

namespace AtlasHa.Silo.Terms;

/// <summary>The catalogue of the term in office, handed from the handler that opens it to the one that opens the gate.</summary>
internal sealed class OpenCatalog
{
    public MetadataCatalog? Current { get; set; }
}
