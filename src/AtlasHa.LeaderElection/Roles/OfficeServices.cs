using AtlasHa.LeaderElection.Peers;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>What outlives a session and every term needs.</summary>
/// <param name="Evictions">Pause of an instance that is removed from office again and again.</param>
/// <param name="Publish">Puts this instance's own state into the view.</param>
/// <param name="Wake">Makes the loop look again.</param>
internal sealed record OfficeServices(
    string InstanceId,
    EpochRaiser Epochs,
    HandlerSequence Handlers,
    BackOff BackOff,
    EvictionGuard Evictions,
    Action<SelfState> Publish,
    Action Wake,
    TimeProvider Time,
    ILogger Logger);
