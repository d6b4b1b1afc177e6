namespace AtlasHa.Catalog.Model.Discovery;

public enum SortOrder
{
    Ascending,
    Descending,
}
