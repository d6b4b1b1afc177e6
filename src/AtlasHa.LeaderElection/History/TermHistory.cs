using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.History;

/// <summary>Writes one instance's terms into the history, beside its office: what fails here is logged and endangers no term.</summary>
internal sealed class TermHistory(HistoryNodes nodes, string instanceId, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RecordDeadline = TimeSpan.FromSeconds(10);

    /// <summary>The end of a term waits for its note no longer than this.</summary>
    private static readonly TimeSpan NoteDeadline = TimeSpan.FromSeconds(1);

    private Task _recording = Task.CompletedTask;

    /// <summary>Begins to write down the term that has just been published.</summary>
    public void Began(long epoch, TermPhases phases)
        => _recording = TryAsync(epoch, RecordDeadline, cancellationToken => nodes.AppendAsync(epoch, instanceId, phases, cancellationToken));

    /// <summary>Writes down why the term ends, for the successor's entry. Never throws.</summary>
    public Task EndsAsync(long epoch, string reason)
        => TryAsync(epoch, NoteDeadline, async cancellationToken =>
        {
            // The entry of this term needs the note of the one before.
            await _recording.WaitAsync(cancellationToken).ConfigureAwait(false);
            await nodes.NoteAsync(new LeaveNote(epoch, instanceId, reason), cancellationToken).ConfigureAwait(false);
        });

    private async Task TryAsync(long epoch, TimeSpan deadline, Func<CancellationToken, Task> write)
    {
        using var late = new CancellationTokenSource(deadline, time);
        try
        {
            await write(late.Token).WaitAsync(late.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            logger.HistoryNotWritten(epoch, failure);
        }
    }
}
