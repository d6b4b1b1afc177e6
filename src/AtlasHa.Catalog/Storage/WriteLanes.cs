using System.Threading.Channels;

namespace AtlasHa.Catalog.Storage;

/// <summary>
/// The work that waits for the writer, in two lanes: what somebody waits for goes first. After a group of that, what nobody waits for has its turn, so that it goes
/// on however much the others have. Many may add; one takes.
/// </summary>
/// <param name="capacity">How many may wait in each lane; who adds more waits for a place.</param>
/// <param name="maxGroupSize">Most pieces of a group.</param>
internal sealed class WriteLanes(int capacity, int maxGroupSize, TimeProvider time)
{
    /// <summary>Most pieces of a group that nobody waits for, while users write: one who comes next waits for them.</summary>
    private const int BesideUsers = 64;

    /// <summary>A user who has written will soon write again.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromSeconds(1);

    private readonly Channel<WriteItem> _urgent = Lane(capacity);
    private readonly Channel<WriteItem> _background = Lane(capacity);
    private readonly Channel<bool> _added = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private bool _backgroundHasTurn;
    private bool _hasUsers = true;
    private long _userSeen = time.GetTimestamp();

    /// <summary>Pieces that somebody waits for, those of the group that was taken last not included.</summary>
    public int Waiting => _urgent.Reader.Count;

    /// <exception cref="ChannelClosedException"><see cref="Close"/> was called: it was not added.</exception>
    public async ValueTask AddAsync(WriteItem item, CancellationToken cancellationToken)
    {
        var lane = item.Options.Urgency == WriteUrgency.Background ? _background : _urgent;
        await lane.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        _added.Writer.TryWrite(true);
    }

    /// <summary>Nothing is added from now on.</summary>
    public void Close()
    {
        _urgent.Writer.TryComplete();
        _background.Writer.TryComplete();
        // After the lanes: all that was added is there when the last wait is over.
        _added.Writer.TryComplete();
    }

    /// <summary>Waits until something was added. False: this was the last wait, and what is there now is all that will be.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        var more = await _added.Reader.WaitToReadAsync().ConfigureAwait(true);
        _added.Reader.TryRead(out _);
        return more;
    }

    /// <summary>Moves the next pieces into the empty <paramref name="group"/>. Those whose callers have gone are left out; false when there are no more.</summary>
    public bool TryTake(List<WriteItem> group)
    {
        if (_backgroundHasTurn)
        {
            TakeBackground(group);
            Take(_urgent.Reader, group, maxGroupSize);
            NoteUsers(group);
            _backgroundHasTurn = false;
        }
        else
        {
            Take(_urgent.Reader, group, maxGroupSize);
            NoteUsers(group);
            _backgroundHasTurn = group.Count > 0;
            if (group.Count == 0)
                TakeBackground(group);
        }

        return group.Count > 0;
    }

    private void TakeBackground(List<WriteItem> group) => Take(_background.Reader, group, _hasUsers ? Math.Min(BesideUsers, maxGroupSize) : maxGroupSize);

    private static void Take(ChannelReader<WriteItem> lane, List<WriteItem> group, int upTo)
    {
        while (group.Count < upTo && !(group.Count > 0 && group[^1].Options.Alone) && lane.TryPeek(out var next))
        {
            if (next.Options.Alone && !next.IsDropped && group.Count > 0)
                return;
            lane.TryRead(out _);
            if (!next.IsDropped)
                group.Add(next);
        }
    }

    private void NoteUsers(List<WriteItem> group)
    {
        if (group.Exists(item => item.Options.Urgency == WriteUrgency.User))
            (_hasUsers, _userSeen) = (true, time.GetTimestamp());
        else if (_hasUsers)
            _hasUsers = time.GetElapsedTime(_userSeen) < Lull;
    }

    private static Channel<WriteItem> Lane(int capacity) => Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(capacity) { SingleReader = true });
}
