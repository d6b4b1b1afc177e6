namespace AtlasHa.LeaderElection;

/// <summary>One term of office of this instance.</summary>
/// <param name="Epoch">The fencing token: higher than that of every earlier term, on any instance.</param>
/// <param name="Ended">Cancelled when leadership is lost or given up; work of the term must stop on it.</param>
public sealed record Term(long Epoch, CancellationToken Ended);
