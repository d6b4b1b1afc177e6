using System.Text.Json;

namespace AtlasHa.Cli.Cluster;

/// <summary>Reads and writes <c>cluster.json</c>. A write replaces the file as a whole, so a reader never sees half of one.</summary>
internal sealed class ClusterStateFile(ClusterLayout layout)
{
    public const int Format = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The cluster of this data directory, or null when none was started (or it was taken down).</summary>
    /// <exception cref="CliException">The file is damaged or of another version.</exception>
    public ClusterState? Read()
    {
        try
        {
            var state = JsonSerializer.Deserialize<ClusterState>(File.ReadAllBytes(layout.StateFile), Json);
            if (state is { Format: Format, ZooKeeper: not null, Instances: not null }) return state;
            throw new CliException($"{layout.StateFile} was written by another version of atlas-ha; take the cluster down with that version, or stop its processes and delete the file.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new CliException($"{layout.StateFile} is damaged ({exception.Message}); stop the cluster's processes by hand and delete the file.", exception);
        }
    }

    /// <summary>As <see cref="Read"/>, for commands that make no sense without a cluster.</summary>
    public ClusterState Require()
        => Read() ?? throw new CliException($"no cluster runs from {layout.Root}. Start one with `atlas-ha up`, or name its directory with --data.");

    public void Write(ClusterState state)
    {
        Directory.CreateDirectory(layout.Root);
        var temporary = layout.StateFile + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, state, Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, layout.StateFile, overwrite: true);
    }

    public void Delete() => File.Delete(layout.StateFile);
}
