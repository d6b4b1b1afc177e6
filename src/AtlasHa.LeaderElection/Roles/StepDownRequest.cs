namespace AtlasHa.LeaderElection.Roles;

/// <summary>The last request to give up the current term.</summary>
internal sealed class StepDownRequest
{
    private volatile string? _reason;

    public string? Reason => _reason;

    public void Make(string reason) => _reason = reason;

    public void Clear() => _reason = null;
}
