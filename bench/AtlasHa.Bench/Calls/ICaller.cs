namespace AtlasHa.Bench.Calls;

/// <summary>A kind of user, who asks for the same thing again and again.</summary>
internal interface ICaller : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Asks once. Returns who answered (null when that cannot be told); throws when there was no good answer.</summary>
    Task<string?> CallAsync(CancellationToken cancellationToken);
}
