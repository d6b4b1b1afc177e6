using System.Globalization;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>Times and sizes as people read them.</summary>
internal static class Phrases
{
    public const string Nothing = "\u2013";

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{(int)time.TotalDays} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalSeconds: >= 10 } => $"{time.Seconds} s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.0} s"),
    };

    public static string Duration(long? milliseconds) => milliseconds is { } value ? Duration(TimeSpan.FromMilliseconds(value)) : Nothing;

    public static string Ago(long? milliseconds) => milliseconds is null ? "never" : $"{Duration(milliseconds)} ago";

    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Clocks of other machines may be ahead: what lies in the future was just now.</summary>
    public static string TimeAndAge(DateTimeOffset at, DateTimeOffset now) => $"{Time(at)}, {Duration(now > at ? now - at : TimeSpan.Zero)} ago";

    public static string Millis(double milliseconds) => milliseconds.ToString("#,0.#", CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Bytes(long? bytes) => bytes is { } value ? $"{Count(value / (1024 * 1024))} MiB" : Nothing;
}
