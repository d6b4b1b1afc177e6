using AtlasHa.Catalog.Model.Lineage;

namespace AtlasHa.Catalog.Lineage;

/// <summary>Limits the relations to and from each entity, and notes where some were left out.</summary>
/// <param name="constraints">Complete ones by guid; other entities have the defaults.</param>
internal sealed class OnDemandLimits(IReadOnlyDictionary<string, LineageConstraints> constraints, int maxRelations) : ILineageLimits
{
    private readonly TotalLimit _total = new(maxRelations);
    private readonly Dictionary<string, LineageInfoOnDemand> _counts = [];

    public bool Admits(LineageRelation relation)
    {
        (string source, string target) = (relation.FromEntityId, relation.ToEntityId);
        bool sourceIsFull = Counts(source).OutputRelationsCount >= Constraints(source).OutputRelationsLimit;
        bool targetIsFull = Counts(target).InputRelationsCount >= Constraints(target).InputRelationsLimit;
        if (sourceIsFull)
            _counts[source] = Counts(source) with { HasMoreOutputs = true };
        if (targetIsFull)
            _counts[target] = Counts(target) with { HasMoreInputs = true };
        if (sourceIsFull || targetIsFull || !_total.Admits(relation))
            return false;

        _counts[source] = Counts(source) with { OutputRelationsCount = Counts(source).OutputRelationsCount + 1 };
        _counts[target] = Counts(target) with { InputRelationsCount = Counts(target).InputRelationsCount + 1 };
        return true;
    }

    /// <summary>The entities that have more relations than were admitted.</summary>
    public Dictionary<string, LineageInfoOnDemand> LeftOut() =>
        _counts.Where(pair => pair.Value.HasMoreInputs || pair.Value.HasMoreOutputs).ToDictionary();

    private LineageInfoOnDemand Counts(string guid) => _counts.GetValueOrDefault(guid) ?? new LineageInfoOnDemand();

    private LineageConstraints Constraints(string guid) => constraints.GetValueOrDefault(guid) ?? LineageConstraints.Default;
}
