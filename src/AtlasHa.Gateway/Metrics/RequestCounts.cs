namespace AtlasHa.Gateway.Metrics;

/// <summary>Answers that this instance has given, by the first digit of their status. Counting costs one addition; it is read when metrics are asked for.</summary>
internal sealed class RequestCounts
{
    private const int Classes = 6;
    private readonly long[] _byClass = new long[Classes];

    public void Count(int status)
    {
        var digit = status / 100;
        if (digit is > 0 and < Classes) Interlocked.Increment(ref _byClass[digit]);
    }

    /// <summary>Such as <c>2xx</c>, with how many there were.</summary>
    public IEnumerable<(string Status, long Count)> Read() => Enumerable.Range(1, Classes - 1).Select(digit => ($"{digit}xx", Interlocked.Read(ref _byClass[digit])));
}
