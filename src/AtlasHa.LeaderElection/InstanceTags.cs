using System.Globalization;

namespace AtlasHa.LeaderElection;

/// <summary>The tags of an instance that the election heeds.</summary>
public static class InstanceTags
{
    /// <summary><c>true</c>: the instance never becomes active.</summary>
    public const string NeverActive = "neverActive";

    /// <summary>A whole number, 0 when absent: of several candidates the highest is preferred. <see cref="NeverActive"/> wins over it.</summary>
    public const string Priority = "priority";

    /// <summary>False also for a value that is neither <c>true</c> nor <c>false</c>; instances refuse to start with such a one.</summary>
    public static bool IsNeverActive(this InstanceInfo instance)
        => instance.Tags.TryGetValue(NeverActive, out var text) && bool.TryParse(text, out var value) && value;

    public static int PriorityOf(this InstanceInfo instance)
        => instance.Tags.TryGetValue(Priority, out var text) && TryParsePriority(text, out var value) ? value : 0;

    internal static bool TryParsePriority(string text, out int value)
        => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
