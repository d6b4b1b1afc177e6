using AtlasHa.Bench.Calls;

namespace AtlasHa.Bench.Rivals;

/// <summary>Something with one active part and others that stand by.</summary>
internal interface IRival : IAsyncDisposable
{
    string Name { get; }

    /// <summary>What a planned change is, as its users order it.</summary>
    string PlannedChange { get; }

    /// <summary>Starts the whole; returns when it serves.</summary>
    Task StartAsync();

    /// <summary>A user. Its answers say who answered, in the words of <see cref="ActiveAsync"/>.</summary>
    Task<ICaller> ConnectAsync();

    /// <summary>Who is active.</summary>
    Task<string> ActiveAsync();

    /// <summary>SIGKILL of all processes of this one.</summary>
    void Kill(string who);

    /// <summary>Orders a planned change away from this one and returns when the order is carried out.</summary>
    Task ChangeAsync(string who);

    /// <summary>Starts again what was killed or stopped; returns when all parts have settled.</summary>
    Task HealAsync();
}
