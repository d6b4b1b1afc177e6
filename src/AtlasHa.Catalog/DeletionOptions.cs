using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog;

/// <summary>What deletions leave behind.</summary>
public sealed record DeletionOptions
{
    /// <summary>Deletes for good; otherwise what was deleted stays readable by guid until it is purged. Default false.</summary>
    public bool Hard { get; init; }

    /// <summary>Lets callers choose for their request (<c>deleteType</c>). Default false: what they say is ignored.</summary>
    public bool AllowOverride { get; init; }

    internal bool IsHard(DeleteType wanted) => AllowOverride && wanted != DeleteType.Default ? wanted == DeleteType.Hard : Hard;
}
