namespace AtlasHa.Catalog.Storage.Search;

/// <summary>Values from <paramref name="From"/> on and before <paramref name="To"/>, byte by byte.</summary>
public sealed record ValueRange(byte[] From, byte[] To)
{
    /// <summary>Above every value.</summary>
    private static readonly byte[] End = [.. Enumerable.Repeat(byte.MaxValue, 9)];

    public static ValueRange All { get; } = new([], End);

    public static ValueRange Exactly(byte[] value) => new(value, After(value));

    public static ValueRange AtLeast(byte[] value) => new(value, End);

    public static ValueRange AtMost(byte[] value) => new([], After(value));

    public static ValueRange Between(byte[] first, byte[] last) => new(first, After(last));

    /// <summary>Values that begin with these bytes.</summary>
    public static ValueRange StartingWith(byte[] prefix) => new(prefix, [.. prefix, .. End]);

    // The next longer value: nothing lies between.
    private static byte[] After(byte[] value) => [.. value, 0];
}
