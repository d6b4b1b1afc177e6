using AtlasHa.Gateway.Endpoints;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>What the heartbeats tell of instances. Without the role that sees the others, of this one only.</summary>
internal static class InstanceFindings
{
    /// <summary>It is asked every second; this is well above what a busy machine adds.</summary>
    private const long StoreIsSilentMs = 5000;

    public static IEnumerable<Finding> Of(StatusPageModel page)
    {
        var status = page.Status;
        if (page.Instances is not { } listed)
            return OfOne(status.InstanceId, NoteOfSelf(status), isFailsafe: false, status.StoreAgeMs, isActive: status.Status == StatusPageModel.Active);
        return
        [
            .. listed.Instances.SelectMany(instance => OfOne(
                instance, instance.InstanceId == status.InstanceId ? NoteOfSelf(status) : instance.Note, listed.ActiveInstanceId)),
            .. Together(listed),
        ];
    }

    /// <summary>Of its own failsafe the page tells as a whole, with what to do.</summary>
    private static string? NoteOfSelf(StatusBody status) => status.Failsafe == true ? null : status.Note;

    private static IEnumerable<Finding> OfOne(InstanceBody instance, string? note, string? active)
    {
        var isActive = instance.InstanceId == active;
        if (instance.Reachable) return OfOne(instance.InstanceId, note, instance.Failsafe == true, instance.StoreAgeMs, isActive);
        var who = isActive ? $"{instance.InstanceId}, the active," : instance.InstanceId;
        return
        [
            new(isActive ? Severity.Bad : Severity.Warning, $"{who} is registered but does not answer: {instance.Error}",
                "It is frozen, overloaded, or dead and its session not yet over. "
                + (isActive ? "Another one takes over when its session ends. " : "") + "Look at its process and log; start it again if it has ended."),
        ];
    }

    private static IEnumerable<Finding> OfOne(string id, string? note, bool isFailsafe, long? storeAgeMs, bool isActive)
    {
        if (note is not null)
        {
            yield return new(Severity.Warning, $"{id}: {note}", isFailsafe
                ? "Bring ZooKeeper back, or see the network between it and that instance."
                : "What the note means and what to do is in docs/operations.md, Messages.");
        }

        if (storeAgeMs > StoreIsSilentMs)
        {
            yield return new(isActive ? Severity.Bad : Severity.Warning, $"The store has not answered {id} for {Phrases.Duration(storeAgeMs)}",
                "Mend the disk or the database server; the instances go on by themselves, none needs a restart.");
        }
    }

    private static IEnumerable<Finding> Together(InstancesBody listed)
    {
        var actives = listed.Instances.Where(instance => instance.Status == StatusPageModel.Active).Select(instance => instance.InstanceId).ToArray();
        if (actives.Length > 1)
        {
            yield return new(Severity.Warning, $"More than one instance says that it is active: {string.Join(", ", actives)}",
                "Nothing, if it passes: the store takes writes of the highest epoch only, and the other one steps down. If it lasts, see its log and its network.");
        }

        if (listed.ActiveInstanceId is not null && !listed.Instances.Any(instance => instance.InstanceId != listed.ActiveInstanceId && CouldTakeOver(instance)))
            yield return new(Severity.Warning, "No other instance could take over now", "Start one: `atlas-ha start INSTANCE`, or what supervises it.");
    }

    private static bool CouldTakeOver(InstanceBody instance)
        => instance.Reachable && !(instance.Tags.TryGetValue(InstanceTags.NeverActive, out var tag) && bool.TryParse(tag, out var never) && never);
}
