namespace AtlasHa.LeaderElection;

/// <summary>
/// A part of the service that runs only on the active instance. Handlers are activated in ascending <see cref="Order"/> before the
/// instance publishes itself, and deactivated in reverse. A successor waits for the deactivation, not for what is released after it.
/// </summary>
public interface IActivationHandler
{
    /// <summary>Name for logs and status.</summary>
    string Name { get; }

    /// <summary>Place in the sequence: the catalogue 100, the grain 200, consumers 300.</summary>
    int Order { get; }

    /// <summary>How long <see cref="ActivateAsync"/> may take before taking office is given up; null means the configured default.</summary>
    TimeSpan? ActivationDeadline { get; }

    /// <summary>Makes the part ready. Throwing gives up the term; <see cref="DeactivateAsync"/> is called for what was activated before.</summary>
    Task ActivateAsync(Term term, CancellationToken cancellationToken);

    /// <summary>
    /// Stops the part: refuse new work, let what is under way finish until <paramref name="cancellationToken"/> is cancelled, then
    /// cut it. Called also when activation failed half-way, so it must bear being called in any state.
    /// </summary>
    Task DeactivateAsync(Term term, CancellationToken cancellationToken);

    /// <summary>
    /// Lets go of what the stopped part holds, when a successor may be in office already; this instance's next term waits for it. Called after every
    /// <see cref="DeactivateAsync"/>, even one that was abandoned.
    /// </summary>
    Task ReleaseAsync(Term term, CancellationToken cancellationToken) => Task.CompletedTask;
}
