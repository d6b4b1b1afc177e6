namespace AtlasHa.Cli.Cluster;

/// <summary>
/// Lets one command at a time change the cluster of a data directory. The kernel releases it when its holder dies.
/// </summary>
internal sealed class ClusterLock : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private ClusterLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock for up to <paramref name="patience"/>.</summary>
    public static async Task<ClusterLock> TakeAsync(ClusterLayout layout, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(layout.Root);
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new ClusterLock(new FileStream(layout.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException exception)
            {
                if (time.GetElapsedTime(start) >= patience)
                    throw new CliException($"another atlas-ha command is changing the cluster in {layout.Root} ({exception.Message}); wait for it and try again.", exception);
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();
}
