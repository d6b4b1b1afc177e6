using AtlasHa.Catalog.Model.Lineage;

namespace AtlasHa.Catalog.Lineage;

/// <summary>Says which relations an answer has room for.</summary>
internal interface ILineageLimits
{
    /// <summary>True when a relation that is not in the answer yet is to be added; it counts then.</summary>
    bool Admits(LineageRelation relation);
}
