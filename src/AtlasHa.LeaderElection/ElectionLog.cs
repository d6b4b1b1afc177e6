using System.Net;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection;

internal static partial class ElectionLog
{
    [LoggerMessage(1, LogLevel.Information, "Instance {InstanceId} is first in the election queue and takes office.")]
    public static partial void TakingOffice(this ILogger logger, string instanceId);

    [LoggerMessage(2, LogLevel.Information,
        "Instance {InstanceId} is the active one with epoch {Epoch}, after {TotalMs:F1} ms: epoch {ClaimMs:F1}, handlers {ActivateMs:F1}, publication {PublishMs:F1}.")]
    public static partial void TookOffice(
        this ILogger logger, string instanceId, long epoch, double totalMs, double claimMs, double activateMs, double publishMs);

    [LoggerMessage(3, LogLevel.Information, "Instance {InstanceId} leaves office, epoch {Epoch}: {Reason}.")]
    public static partial void LeavingOffice(this ILogger logger, string instanceId, long? epoch, string reason);

    [LoggerMessage(4, LogLevel.Information, "Instance {InstanceId} is passive after its term of epoch {Epoch} ({Reason}), leaving took {Ms:F1} ms.")]
    public static partial void LeftOffice(this ILogger logger, string instanceId, long? epoch, string reason, double ms);

    [LoggerMessage(5, LogLevel.Error, "Instance {InstanceId} could not take office; it steps back and pauses for {PauseMs:F0} ms.")]
    public static partial void TakeOverFailed(this ILogger logger, string instanceId, double pauseMs, Exception failure);

    [LoggerMessage(6, LogLevel.Information, "Instance {InstanceId} stops taking office, because leadership was lost or given up meanwhile.")]
    public static partial void TakeOverCut(this ILogger logger, string instanceId);

    [LoggerMessage(7, LogLevel.Debug, "Handler {Handler} is active for epoch {Epoch} after {Ms:F1} ms.")]
    public static partial void HandlerActivated(this ILogger logger, string handler, long epoch, double ms);

    [LoggerMessage(8, LogLevel.Error, "Handler {Handler} failed while it was deactivated; the instance goes on to passive.")]
    public static partial void DeactivationFailed(this ILogger logger, string handler, Exception failure);

    [LoggerMessage(9, LogLevel.Error, "Handler {Handler} ignores its cancellation; this instance is no candidate until it returns.")]
    public static partial void HandlerAbandoned(this ILogger logger, string handler);

    [LoggerMessage(10, LogLevel.Warning, "Handler {Handler}, which had been abandoned, has returned.")]
    public static partial void HandlerReturned(this ILogger logger, string handler);

    [LoggerMessage(11, LogLevel.Error, "Instance {InstanceId} could not take its nodes of the last term back; it tries again.")]
    public static partial void WithdrawalFailed(this ILogger logger, string instanceId, Exception failure);

    [LoggerMessage(12, LogLevel.Error, "Work of instance {InstanceId} that hangs on the end of the term failed.")]
    public static partial void TermCallbackFailed(this ILogger logger, string instanceId, Exception failure);

    [LoggerMessage(13, LogLevel.Warning, "Instance {InstanceId} puts its nodes in place again: {Reason}.")]
    public static partial void PublishingAgain(this ILogger logger, string instanceId, string reason);

    [LoggerMessage(14, LogLevel.Warning,
        "Instance id {InstanceId} is taken: this process ({Url}, session 0x{Session:x}) waits until the session 0x{HolderSession:x} of the other one ({HolderUrl}, started {HolderStart}) ends. If both are meant to run, give them different ids.")]
    public static partial void IdTaken(
        this ILogger logger, string instanceId, Uri url, long session, Uri? holderUrl, DateTimeOffset? holderStart, long holderSession);

    [LoggerMessage(15, LogLevel.Error, "An election cycle of instance {InstanceId} failed; it is tried again.")]
    public static partial void CycleFailed(this ILogger logger, string instanceId, Exception failure);

    [LoggerMessage(16, LogLevel.Warning, "{Path} holds no number; the store's epoch decides alone.")]
    public static partial void EpochUnreadable(this ILogger logger, string path);

    [LoggerMessage(17, LogLevel.Warning, "{Path} holds no registration of that instance; it is ignored.")]
    public static partial void RegistrationUnreadable(this ILogger logger, string path);

    [LoggerMessage(18, LogLevel.Warning, "The state of the election could not be read; it is tried again.")]
    public static partial void ViewReadFailed(this ILogger logger, Exception failure);

    [LoggerMessage(19, LogLevel.Error, "A handler of election views failed.")]
    public static partial void ViewHandlerFailed(this ILogger logger, Exception failure);

    [LoggerMessage(20, LogLevel.Warning, "The ZooKeeper session has expired; a new one is made.")]
    public static partial void SessionExpired(this ILogger logger);

    [LoggerMessage(21, LogLevel.Error, "ZooKeeper refuses this instance's credentials; the next attempt is in {Seconds:F0} s. Check the client's auth settings.")]
    public static partial void SessionRefused(this ILogger logger, double seconds);

    [LoggerMessage(22, LogLevel.Error, "The election's session failed; a new one is made.")]
    public static partial void SessionFailed(this ILogger logger, Exception failure);

    [LoggerMessage(23, LogLevel.Information, "Instance {InstanceId} goes on in office with a new session, epoch {Epoch}.")]
    public static partial void Resumed(this ILogger logger, string instanceId, long epoch);

    [LoggerMessage(24, LogLevel.Warning, "The store does not say whether epoch {Epoch} is still the last; it is asked again.")]
    public static partial void StoreSilent(this ILogger logger, long epoch, Exception failure);

    [LoggerMessage(25, LogLevel.Information, "Instance {InstanceId} lets {LastActive}, which was active before the outage, join the queue first.")]
    public static partial void LettingLastActiveFirst(this ILogger logger, string instanceId, string lastActive);

    [LoggerMessage(26, LogLevel.Warning, "The lease of epoch {Epoch} could not be renewed; without it every answer is confirmed by the store. It is tried again.")]
    public static partial void LeaseNotRenewed(this ILogger logger, long epoch, Exception failure);

    [LoggerMessage(40, LogLevel.Warning, "Crash of {PeerId} noticed by {InstanceId}: refused by {Peer} and {Silo}; nodes removed after {Ms:F1} ms.")]
    public static partial void PeerCrashed(this ILogger logger, string peerId, string instanceId, EndPoint peer, EndPoint silo, double ms);

    [LoggerMessage(41, LogLevel.Warning, "{PeerId} refuses connections, but its nodes could not be removed; it is tried again until its session ends.")]
    public static partial void PeerRemovalFailed(this ILogger logger, string peerId, Exception failure);

    [LoggerMessage(42, LogLevel.Warning, "A connection of a watching peer could not be accepted; it is tried again.")]
    public static partial void PeerAcceptFailed(this ILogger logger, Exception failure);

    [LoggerMessage(44, LogLevel.Error, "A handler of peer crashes failed.")]
    public static partial void PeerCrashHandlerFailed(this ILogger logger, Exception failure);

    [LoggerMessage(45, LogLevel.Warning,
        "Somebody removed the latch node of instance {InstanceId} while it was in office and its session alive, {InARow} times in a row; no candidate for {Seconds:F0} s.")]
    public static partial void Evicted(this ILogger logger, string instanceId, int inARow, double seconds);

    [LoggerMessage(46, LogLevel.Debug, "{InstanceId} watches the active instance {PeerId} at {Peer}.")]
    public static partial void PeerWatched(this ILogger logger, string instanceId, string peerId, EndPoint peer);

    [LoggerMessage(50, LogLevel.Information, "Instance {InstanceId} goes to the end of the queue: {Reason}.")]
    public static partial void LettingPass(this ILogger logger, string instanceId, string reason);

    [LoggerMessage(51, LogLevel.Warning, "The history in ZooKeeper lacks a line about the term of epoch {Epoch}.")]
    public static partial void HistoryNotWritten(this ILogger logger, long epoch, Exception failure);
}
