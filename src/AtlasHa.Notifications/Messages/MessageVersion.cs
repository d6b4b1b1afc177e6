using System.Globalization;

namespace AtlasHa.Notifications.Messages;

/// <summary>Versions of the envelope, such as 1.0.0; zeros at the end do not count.</summary>
internal static class MessageVersion
{
    /// <exception cref="MalformedMessageException">One is no version.</exception>
    public static int Compare(string left, string right)
    {
        var (a, b) = (Parts(left), Parts(right));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            if ((i < a.Length ? a[i] : 0).CompareTo(i < b.Length ? b[i] : 0) is var order and not 0)
                return order;
        }

        return 0;
    }

    private static int[] Parts(string version)
    {
        var parts = version.Split('.');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                throw new MalformedMessageException($"its version {(version.Length > 40 ? version[..40] + "..." : version)} is no version such as 1.0.0");
        }

        return numbers;
    }
}
