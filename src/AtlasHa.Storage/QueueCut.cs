namespace AtlasHa.Storage;

/// <summary>Where to end a batch of queued messages, so that its size in memory is bounded whatever the messages' sizes.</summary>
internal static class QueueCut
{
    /// <summary>The last id up to which the messages have <paramref name="maxBytes"/> together; the first message always counts as within.</summary>
    public static long LastWithin(IReadOnlyList<(long Id, long Length)> messages, long maxBytes)
    {
        var last = messages[0].Id;
        var total = messages[0].Length;
        foreach (var (id, length) in messages.Skip(1))
        {
            total += length;
            if (total > maxBytes)
                break;
            last = id;
        }
        return last;
    }
}
