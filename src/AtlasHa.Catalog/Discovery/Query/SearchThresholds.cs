namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>From what numbers on another way of searching is taken. They decide how quick a search is, never what it finds.</summary>
/// <param name="Few">So many entities of the wanted types are gone through without a look at any other index.</param>
/// <param name="Gathered">So many candidates are gathered to be put in order; of more, the index of the sort attribute is read.</param>
internal sealed record SearchThresholds(int Few, int Gathered)
{
    public static SearchThresholds Default { get; } = new(200, 2000);
}
