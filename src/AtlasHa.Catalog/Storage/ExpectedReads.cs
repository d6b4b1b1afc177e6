namespace AtlasHa.Catalog.Storage;

/// <summary>
/// What a piece of work will ask the store for, so that a group of them asks once for all. It may leave out what it does not know yet and
/// name what is not needed after all: that costs time only.
/// </summary>
public sealed record ExpectedReads
{
    public static ExpectedReads None { get; } = new();

    public IReadOnlyCollection<string> EntityGuids { get; init; } = [];

    /// <summary>Whose holders are asked for, and then the entities that hold them.</summary>
    public IReadOnlyCollection<UniqueValue> UniqueValues { get; init; } = [];

    /// <summary>The request that may have been carried out before.</summary>
    public RequestName? Request { get; init; }
}
