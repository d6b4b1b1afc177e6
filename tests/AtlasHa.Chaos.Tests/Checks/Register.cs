using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>The sequential specification of one entity. Its state is its number; <see cref="Absent"/> when there is none.</summary>
internal static class Register
{
    public const long Absent = 0;

    /// <summary>The state after the operation; null when the operation cannot have been answered as it was in this state.</summary>
    public static long? Apply(long state, RecordedOperation operation)
    {
        var exists = state != Absent;
        if (operation.Seen is { } seen)
        {
            if (seen.Existed != exists) return null;
            if (operation.Kind == OperationKind.Read && exists && seen.Number != state) return null;
        }

        return operation.Kind switch
        {
            OperationKind.Write => operation.Number,
            OperationKind.Update => exists ? operation.Number : Absent,
            OperationKind.Delete => Absent,
            _ => state,
        };
    }
}
