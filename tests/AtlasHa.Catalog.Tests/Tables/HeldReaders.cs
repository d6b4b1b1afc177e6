using AtlasHa.TestKit;

namespace AtlasHa.Catalog.Tests.Tables;

/// <summary>Readers of files that stop when their clock begins, until they are let go.</summary>
internal sealed class HeldReaders : IDisposable
{
    private readonly ManualResetEventSlim _go = new();
    private readonly CountdownEvent _two = new(2);
    private int _begun;

    /// <summary>How many have begun.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>A clock for one reader.</summary>
    public TimeProvider Clock() => new HoldingClock(this);

    public Task TwoInsideAsync() => Task.Run(() => _two.Wait(TestTimeouts.Long).ShouldBeTrue());

    public void LetGo() => _go.Set();

    public void Dispose()
    {
        _go.Dispose();
        _two.Dispose();
    }

    private void Hold()
    {
        if (Interlocked.Increment(ref _begun) <= 2)
            _two.Signal();
        _go.Wait(TestTimeouts.Long).ShouldBeTrue();
    }

    private sealed class HoldingClock(HeldReaders readers) : TimeProvider
    {
        private int _asked;

        public override long GetTimestamp()
        {
            if (Interlocked.Increment(ref _asked) == 1)
                readers.Hold();
            return 0;
        }
    }
}
