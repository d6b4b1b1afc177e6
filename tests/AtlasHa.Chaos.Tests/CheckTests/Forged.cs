using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.CheckTests;

/// <summary>Operations written by hand, with times of choice.</summary>
internal static class Forged
{
    public const string Key = "forged";

    public static RecordedOperation Read(long from, long to, long? saw)
        => new(0, Key, OperationKind.Read, 0, from, to, Outcome.Done, new(saw is not null, saw ?? 0));

    /// <param name="existed">Whether the answer says that the entity was there before.</param>
    public static RecordedOperation Write(long from, long to, long number, bool existed = true)
        => new(1, Key, OperationKind.Write, number, from, to, Outcome.Done, new(existed));

    public static RecordedOperation Update(long from, long to, long number, bool existed = true)
        => new(2, Key, OperationKind.Update, number, from, to, Outcome.Done, new(existed));

    public static RecordedOperation Delete(long from, long to, bool existed = true)
        => new(3, Key, OperationKind.Delete, 0, from, to, Outcome.Done, new(existed));

    public static RecordedOperation Create(long from, long to, long number) => Write(from, to, number, existed: false);

    /// <summary>Nobody knows whether it was executed; the user gave up at <paramref name="to"/>.</summary>
    public static RecordedOperation Lost(this RecordedOperation operation) => operation with { Outcome = Outcome.Unknown, Seen = null };

    public static RecordedOperation Refused(this RecordedOperation operation) => operation with { Outcome = Outcome.Refused, Seen = null };

    public static RecordedOperation Of(this RecordedOperation operation, string key) => operation with { Key = key };
}
