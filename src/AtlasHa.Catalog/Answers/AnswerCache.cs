using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Answers;

/// <summary>
/// Kept answers, bounded in bytes. Eviction is CLOCK: a queue in order of arrival, whose oldest answer goes, or comes to the young end once
/// more when it was asked for since. A hit takes no lock and moves nothing. Not SIEVE, whose hand never comes back to old answers while
/// users ask for a round of others in the same order again and again.
/// </summary>
/// <param name="maxBytes">What all entries together may take.</param>
internal sealed class AnswerCache(long maxBytes)
{
    /// <summary>A single answer must not push out all the others.</summary>
    private const int LargestShare = 8;

    private readonly ConcurrentDictionary<EntityQuestion, LinkedListNode<KeptAnswer>> _nodes = new();
    private readonly LinkedList<KeptAnswer> _queue = [];
    private readonly Lock _lock = new();
    private long _bytes;

    /// <summary>What the entries take now.</summary>
    public long Bytes
    {
        get { lock (_lock) return _bytes; }
    }

    public bool TryGet(EntityQuestion question, [MaybeNullWhen(false)] out KeptAnswer kept)
    {
        if (!_nodes.TryGetValue(question, out var node))
        {
            kept = null;
            return false;
        }
        kept = node.Value;
        kept.IsUsed = true;
        return true;
    }

    /// <summary>Keeps the answer in place of an older one, unless it is too large.</summary>
    public void Put(KeptAnswer kept)
    {
        if (kept.Size > maxBytes / LargestShare)
            return;
        lock (_lock)
        {
            if (_nodes.TryGetValue(kept.Question, out var other))
            {
                if (other.Value.AsOf >= kept.AsOf)
                    return;
                Unlink(other);
            }
            while (_bytes + kept.Size > maxBytes)
                Unlink(Victim());
            _nodes[kept.Question] = _queue.AddFirst(kept);
            _bytes += kept.Size;
        }
    }

    public void Remove(KeptAnswer kept)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(kept.Question, out var node) && ReferenceEquals(node.Value, kept))
                Unlink(node);
        }
    }

    private LinkedListNode<KeptAnswer> Victim()
    {
        var node = _queue.Last!;
        while (node.Value.IsUsed)
        {
            node.Value.IsUsed = false;
            _queue.RemoveLast();
            _queue.AddFirst(node);
            node = _queue.Last!;
        }
        return node;
    }

    private void Unlink(LinkedListNode<KeptAnswer> node)
    {
        _queue.Remove(node);
        _nodes.TryRemove(node.Value.Question, out _);
        _bytes -= node.Value.Size;
    }
}
