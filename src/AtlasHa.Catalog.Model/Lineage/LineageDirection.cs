namespace AtlasHa.Catalog.Model.Lineage;

/// <summary>Which way lineage is followed: to what an entity was made from, to what was made from it, or both.</summary>
public enum LineageDirection
{
    Input,
    Output,
    Both,
}
