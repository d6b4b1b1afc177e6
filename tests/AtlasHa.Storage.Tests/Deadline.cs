using AtlasHa.TestKit;

namespace AtlasHa.Storage.Tests;

/// <summary>Bounds every wait of a test, generously: the machine may be busy.</summary>
internal static class Deadline
{
    public static TimeSpan Generous => TestTimeouts.Long;

    public static Task Within(this Task task) => task.WaitAsync(Generous, TestContext.Current.CancellationToken);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Generous, TestContext.Current.CancellationToken);
}
