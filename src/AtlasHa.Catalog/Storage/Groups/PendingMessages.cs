using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>The part of <see cref="PendingRows"/> that is about messages.</summary>
internal sealed class PendingMessages
{
    private readonly Dictionary<MessageSource, MessagePosition> _positions = [];
    private readonly Dictionary<string, QueueRange> _trims = [];

    public Dictionary<MessageSource, MessagePosition> Positions => _positions;

    public List<QueuedMessage> Queued { get; } = [];

    public List<OutboxRow> Outbox { get; } = [];

    public int Count => _positions.Count + _trims.Count + Queued.Count + Outbox.Count;

    public void Trim(QueueRange range) => _trims[range.Topic] = _trims.TryGetValue(range.Topic, out var known)
        ? new QueueRange(range.Topic, Math.Min(known.From, range.From), Math.Max(known.Next, range.Next))
        : range;

    public void MoveTo(PendingMessages earlier)
    {
        foreach (var position in _positions.Values)
            earlier._positions[position.Source] = position;
        foreach (var trim in _trims.Values)
            earlier.Trim(trim);
        earlier.Queued.AddRange(Queued);
        earlier.Outbox.AddRange(Outbox);
        Clear();
    }

    public async ValueTask FlushAsync(ICatalogWriter store, CancellationToken cancellationToken)
    {
        if (_positions.Count > 0)
            await store.NotificationChanges.PutPositionsAsync(_positions.Values, cancellationToken).ConfigureAwait(false);
        if (Queued.Count > 0)
            await store.NotificationChanges.EnqueueAsync(Queued, cancellationToken).ConfigureAwait(false);
        if (_trims.Count > 0)
            await store.NotificationChanges.TrimQueuesAsync(_trims.Values, cancellationToken).ConfigureAwait(false);
        if (Outbox.Count > 0)
            await store.NotificationChanges.AddOutboxAsync(Outbox, cancellationToken).ConfigureAwait(false);
    }

    public void Clear()
    {
        _positions.Clear();
        _trims.Clear();
        Queued.Clear();
        Outbox.Clear();
    }
}
