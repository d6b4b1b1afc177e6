namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>Decisions made from bytes, the same for the same bytes; zero when there are no more.</summary>
internal sealed class Choices(byte[] bytes)
{
    private int _position;

    public bool AreOver => _position >= bytes.Length;

    /// <summary>From 0 to below the limit.</summary>
    public int Next(int limit) => AreOver ? 0 : bytes[_position++] % limit;

    public T? OneOf<T>(IEnumerable<T> items)
        where T : class
    {
        T[] all = [.. items];
        return all.Length == 0 ? null : all[Next(all.Length)];
    }
}
