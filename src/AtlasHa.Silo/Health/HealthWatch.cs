using AtlasHa.Catalog.Model.Grains;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Placement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace AtlasHa.Silo.Health;

/// <summary>
/// Lets an active instance whose store has been failing for a while hand over, if another one's store is fine by its own word. What is decided is in
/// <see cref="HealthPolicy"/>.
/// </summary>
internal sealed partial class HealthWatch(
    StoreHealth health,
    HealthPauses pauses,
    IElectionObserver election,
    IElectionControl control,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<HealthWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(2);

    private volatile string? _note;
    private bool _said;

    /// <summary>When another was first found to do better; it may only have seen earlier that a common store is well again.</summary>
    private long? _toBeConfirmed;

    /// <summary>What an operator should know of this instance's health, or null.</summary>
    public string? Note => _note ?? health.Problem;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await ReviewAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, failure);
            }
        }
    }

    private async Task ReviewAsync(CancellationToken cancellationToken)
    {
        if (health.Illness is not { } illness || election.Current.Term is not { } term)
        {
            if (_note is not null) LogOver(logger);
            (_note, _said, _toBeConfirmed) = (null, false, null);
            return;
        }

        var view = election.Current;
        var peers = await Task.WhenAll(view.Instances.Values.Where(i => i.Id != view.Self).Select(i => AskAsync(i, cancellationToken))).ConfigureAwait(false);
        var decision = HealthPolicy.Decide(new HealthObservation(illness, health.Finding, view.Connected, view.Paused, pauses.Remaining, peers));
        _note = decision.Because;
        _toBeConfirmed = decision.StepsDown ? _toBeConfirmed ?? time.GetTimestamp() : null;
        if (_toBeConfirmed is { } since)
        {
            if (!health.IsFoundAfter(since)) return;
            LogStepsDown(logger, decision.Because);
            pauses.SteppedDown();
            control.RequestStepDown(term.Epoch, decision.Because);
        }
        else if (!_said)
        {
            // Once: the reasons carry numbers that change all the time.
            _said = true;
            LogStays(logger, decision.Because);
        }
    }

    private async Task<PeerHealth> AskAsync(InstanceInfo peer, CancellationToken cancellationToken)
    {
        if (peer.IsNeverActive()) return new PeerHealth(peer.Id, $"has the tag {InstanceTags.NeverActive}");
        using var late = new CancellationTokenSource(HeartbeatTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var heartbeat = await grains.GetInstanceStatus(peer.Id).ReadAsync(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            return new PeerHealth(peer.Id, heartbeat.StoreProblem);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new PeerHealth(peer.Id, late.IsCancellationRequested ? $"no heartbeat within {HeartbeatTimeout.TotalSeconds:0} s" : e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Handing over because another instance can do better: {Because}")]
    private static partial void LogStepsDown(ILogger logger, string because);

    [LoggerMessage(2, LogLevel.Error, "{Because}. Mend the store; this is tried again all the time")]
    private static partial void LogStays(ILogger logger, string because);

    [LoggerMessage(3, LogLevel.Information, "The store is well again, or this instance has handed over")]
    private static partial void LogOver(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "A review of this instance's health failed; the next follows")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
