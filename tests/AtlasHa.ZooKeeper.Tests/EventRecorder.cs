using System.Threading.Channels;
using AtlasHa.TestKit;

namespace AtlasHa.ZooKeeper.Tests;

/// <summary>Collects callbacks in their order.</summary>
internal sealed class EventRecorder<T>
{
    private readonly Channel<T> _events = Channel.CreateUnbounded<T>();

    public void Record(T value) => _events.Writer.TryWrite(value);

    public Task<T> NextAsync() => Eventually.DoneAsync("the next event", _events.Reader.ReadAsync().AsTask());

    /// <summary>What has been recorded and not taken yet.</summary>
    public IReadOnlyList<T> Rest()
    {
        var rest = new List<T>();
        while (_events.Reader.TryRead(out var value))
            rest.Add(value);
        return rest;
    }
}
