namespace AtlasHa.LeaderElection;

/// <summary>What an operator may ask of the whole cluster, through any instance. Requests are kept in ZooKeeper.</summary>
public interface IClusterControl
{
    /// <summary>
    /// Asks the active instance to hand over to <paramref name="candidate"/>, or, if that is null, to the instance in the queue with the highest
    /// priority. Returns as soon as the request is in place. Throws <see cref="SwitchoverRefusedException"/> or
    /// <see cref="ControlUnavailableException"/>.
    /// </summary>
    Task<SwitchoverRequest> RequestSwitchoverAsync(string? candidate, string requestedBy, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until <paramref name="request"/> is done. Throws <see cref="SwitchoverRefusedException"/> (<see cref="SwitchoverRefusal.GivenUp"/>)
    /// when the candidate did not become active, <see cref="ControlUnavailableException"/> when the end could not be seen.
    /// </summary>
    Task<SwitchoverOutcome> AwaitSwitchoverAsync(SwitchoverRequest request, CancellationToken cancellationToken);

    /// <summary>From now on nobody takes office but by a switchover. Returns what is in force: an earlier pause stays as it is.</summary>
    Task<PauseInfo> PauseAsync(string by, string? reason, CancellationToken cancellationToken);

    /// <summary>Ends a pause; nothing happens when there is none.</summary>
    Task ResumeAsync(CancellationToken cancellationToken);

    /// <summary>The last changes of the active instance, at most 100, oldest first.</summary>
    Task<IReadOnlyList<TermChange>> ReadHistoryAsync(CancellationToken cancellationToken);
}
