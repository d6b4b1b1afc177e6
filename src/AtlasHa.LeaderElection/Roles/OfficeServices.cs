using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>What outlives a session and every term needs.</summary>
/// <param name="Publish">Puts this instance's own state into the view.</param>
/// <param name="Wake">Makes the loop look again.</param>
internal sealed record OfficeServices(
    string InstanceId,
    EpochRaiser Epochs,
    HandlerSequence Handlers,
    BackOff BackOff,
    Action<SelfState> Publish,
    Action Wake,
    TimeProvider Time,
    ILogger Logger);
