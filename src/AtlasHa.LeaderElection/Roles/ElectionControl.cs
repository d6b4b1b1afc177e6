namespace AtlasHa.LeaderElection.Roles;

/// <summary>
/// Takes requests to the election and wakes its loop. Apart from the elector, because handlers, which the elector is made of, make such requests.
/// </summary>
internal sealed class ElectionControl(TimeProvider time) : IElectionControl
{
    public Signal Signal { get; } = new(time);

    public StepDownRequest StepDown { get; } = new();

    public void RequestStepDown(long epoch, string reason)
    {
        StepDown.Make(epoch, reason);
        Signal.Set();
    }
}
