using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Health;

/// <summary>
/// What this process's own requests and probes say of its store. It is ill when failures have gone on for <see cref="ActiveInstanceOptions.IllAfter"/>, or a
/// probe hangs for that long, and well again when there was none for a while: single successes prove nothing, because a full disk is still read.
/// </summary>
internal sealed class StoreHealth(IOptions<ActiveInstanceOptions> options, TimeProvider time)
{
    private readonly TimeSpan _illAfter = options.Value.IllAfter;
    private readonly Lock _lock = new();
    private Episode? _episode;
    private long? _probing;
    private long _lastProbe;
    private string? _probeFailure;
    private string? _concern;

    /// <summary>Failures that are further apart do not belong together. Probes that fail one after the other do, even if each of them takes all its time.</summary>
    private readonly TimeSpan _lull = options.Value.IllAfter + (2 * options.Value.StoreProbeInterval);

    /// <summary>Why the store counts as ill, or null.</summary>
    public string? Illness
    {
        get
        {
            lock (_lock)
            {
                if (StalledFor() is { } stalled) return Stalled(stalled);
                return _episode is { } e && time.GetElapsedTime(e.Last) <= _lull && time.GetElapsedTime(e.First, e.Last) >= _illAfter ? e.Reason : null;
            }
        }
    }

    /// <summary>What the last probe found wrong, or null. Every instance makes the same probe, so theirs can be compared.</summary>
    public string? Finding
    {
        get
        {
            lock (_lock) return StalledFor() is { } stalled ? Stalled(stalled) : _probeFailure ?? _concern;
        }
    }

    /// <summary>Why this instance would be no better than one that is ill, or null.</summary>
    public string? Problem => Finding ?? Illness;

    /// <summary>For how long a probe has been hanging, null while it may be just slow. Whoever asks such a store gets stuck with it.</summary>
    public TimeSpan? Stall
    {
        get { lock (_lock) return StalledFor(); }
    }

    /// <summary>True when <see cref="Finding"/> is younger than a moment of the clock: of a probe that began later, or that hangs still.</summary>
    public bool IsFoundAfter(long timestamp)
    {
        lock (_lock) return StalledFor() is not null || ((_probeFailure ?? _concern) is not null && _lastProbe > timestamp);
    }

    /// <summary>A request of a user failed because of the store.</summary>
    public void Failed(string reason)
    {
        lock (_lock) Note(reason, time.GetTimestamp());
    }

    public void ProbeBegins()
    {
        lock (_lock) _probing = time.GetTimestamp();
    }

    /// <param name="failure">Why the probe failed, or null.</param>
    /// <param name="concern">What it found although it worked, or null.</param>
    public void ProbeEnds(string? failure, string? concern)
    {
        lock (_lock)
        {
            _lastProbe = _probing ?? time.GetTimestamp();
            (_probing, _probeFailure, _concern) = (null, failure, concern);
            if (failure is not null) Note(failure, since: _lastProbe);
        }
    }

    private void Note(string reason, long since)
    {
        var now = time.GetTimestamp();
        var first = _episode is { } going && time.GetElapsedTime(going.Last, now) <= _lull ? going.First : since;
        _episode = new Episode(first, now, reason);
    }

    private static string Stalled(TimeSpan since) => $"the store has not answered for {since.TotalSeconds:0} s";

    private TimeSpan? StalledFor() => _probing is { } began && time.GetElapsedTime(began) is var elapsed && elapsed >= _illAfter ? elapsed : null;

    private sealed record Episode(long First, long Last, string Reason);
}
