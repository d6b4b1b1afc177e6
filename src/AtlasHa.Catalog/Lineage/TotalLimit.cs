using AtlasHa.Catalog.Model.Lineage;

namespace AtlasHa.Catalog.Lineage;

/// <summary>Ends an answer once it has more than so many relations.</summary>
internal sealed class TotalLimit(int maxRelations) : ILineageLimits
{
    private int _count;

    public bool Admits(LineageRelation relation)
    {
        if (_count > maxRelations)
            return false;
        _count++;
        return true;
    }
}
