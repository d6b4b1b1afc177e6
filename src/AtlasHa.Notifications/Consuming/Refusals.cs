using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Notifications.Consuming;

/// <summary>Tells what is wrong with a message from what is wrong around it.</summary>
internal static class Refusals
{
    /// <summary>
    /// True when the message itself is to blame, also for a failure that nobody expected: it may not block those after it. False when the store
    /// or the term has failed, or the message's turn has not come: then nothing may be passed over.
    /// </summary>
    public static bool IsRefusal(Exception failure) => failure is not
        (StoreUnavailableException or StaleEpochException or ObjectDisposedException or OperationCanceledException or MessageOutOfOrderException);

    /// <summary>True when nothing can be done in this term any more.</summary>
    public static bool EndsTerm(Exception failure) =>
        failure is StaleEpochException or ObjectDisposedException or StoreUnavailableException { OutcomeUnknown: true };
}
