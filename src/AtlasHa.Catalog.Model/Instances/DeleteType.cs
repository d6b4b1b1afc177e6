namespace AtlasHa.Catalog.Model.Instances;

/// <summary>What a deletion leaves behind.</summary>
public enum DeleteType
{
    /// <summary>As the catalogue is set to do.</summary>
    Default,

    /// <summary>The object stays readable by guid, with status DELETED, until it is purged.</summary>
    Soft,

    /// <summary>Nothing stays.</summary>
    Hard,
}
