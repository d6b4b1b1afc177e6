using System.Globalization;

namespace AtlasHa.LeaderElection.Latch;

/// <summary>
/// A place in the queue, by its znode name <c>_c_&lt;guid&gt;-latch-&lt;sequence&gt;</c>: Curator's protected naming, so that a create whose
/// reply was lost can be found again.
/// </summary>
internal readonly record struct LatchNode(string Name, int Sequence)
{
    private const string Infix = "latch-";

    public static string Protection(Guid guid) => $"_c_{guid:D}-";

    public static string Prefix(Guid guid) => Protection(guid) + Infix;

    public static LatchNode? Parse(string name)
    {
        var at = name.LastIndexOf(Infix, StringComparison.Ordinal);
        return at >= 0 && int.TryParse(name.AsSpan(at + Infix.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sequence)
            ? new LatchNode(name, sequence)
            : null;
    }

    /// <summary>
    /// True when this node stands before <paramref name="other"/>. ZooKeeper's counter is a 32-bit number that wraps to negative values, and
    /// all live nodes lie close together, so the sign of the wrapped difference tells the order.
    /// </summary>
    public bool IsBefore(LatchNode other) => unchecked(Sequence - other.Sequence) < 0;

    /// <summary>The node before all others, or null when there is none.</summary>
    public static LatchNode? First(IEnumerable<string> names)
    {
        LatchNode? first = null;
        foreach (var name in names)
        {
            if (Parse(name) is { } node && (first is null || node.IsBefore(first.Value)))
                first = node;
        }

        return first;
    }

    /// <summary>The node directly before <paramref name="own"/>, or null when it is the first.</summary>
    public static LatchNode? Predecessor(LatchNode own, IEnumerable<string> names)
    {
        LatchNode? nearest = null;
        foreach (var name in names)
        {
            if (Parse(name) is { } node && node.IsBefore(own) && (nearest is null || nearest.Value.IsBefore(node)))
                nearest = node;
        }

        return nearest;
    }
}
