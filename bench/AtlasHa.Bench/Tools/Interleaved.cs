namespace AtlasHa.Bench.Tools;

/// <summary>Two things measured in turns, so that what else happens on the machine meets both.</summary>
internal static class Interleaved
{
    /// <summary>One round of each that does not count (code gets compiled, caches get filled), then A B, B A, A B, ...</summary>
    /// <returns>The samples of both, in the order of rounds.</returns>
    public static async Task<(List<T> A, List<T> B)> RunAsync<T>(int rounds, Func<Task<T>> a, Func<Task<T>> b, CancellationToken cancellationToken)
    {
        await a();
        await b();
        var (ofA, ofB) = (new List<T>(), new List<T>());
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (round % 2 == 0) ofA.Add(await a());
            ofB.Add(await b());
            if (round % 2 == 1) ofA.Add(await a());
        }

        return (ofA, ofB);
    }
}
