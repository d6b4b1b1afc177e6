namespace AtlasHa.Chaos.Tests.History;

/// <summary>One change that was committed to the store, in the order of commits, as <see cref="StoreJournal"/> saw it.</summary>
/// <param name="Writer">The process that made it: the path by which that process alone opens the store.</param>
/// <param name="Epoch">The store's epoch within the same transaction.</param>
/// <param name="Claimant">The instance that claimed the epoch; null when the change is not a claim.</param>
/// <param name="Key">Qualified name of the entity that was changed; null for a claim.</param>
/// <param name="Number">The entity's number after the change; null for a claim and for a deletion.</param>
internal sealed record JournalRow(long Sequence, string Writer, long Epoch, string? Claimant, string? Key, long? Number)
{
    public override string ToString()
        => Claimant is null ? $"#{Sequence} epoch {Epoch}, {Writer}: {Key} = {Number}" : $"#{Sequence} {Claimant} claims epoch {Epoch}, {Writer}";
}
