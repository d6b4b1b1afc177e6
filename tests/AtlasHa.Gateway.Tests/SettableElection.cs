using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Tests;

/// <summary>An election whose view the test sets: the gateway's only input.</summary>
internal sealed class SettableElection : IElectionObserver
{
    private volatile ElectionView _current = ElectionView.Empty("self");

    public event Action<ElectionView>? Changed;

    public ElectionView Current => _current;

    public TimeSpan? SinceLastContact => TimeSpan.Zero;

    /// <summary>Number of requests that wait for another view.</summary>
    public int Waiting { get; private set; }

    public void Set(ElectionView view)
    {
        _current = view;
        Changed?.Invoke(view);
    }

    public async Task<ElectionView?> WaitForAsync(Func<ElectionView, bool> condition, TimeSpan patience, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<ElectionView>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Check(ElectionView view)
        {
            if (condition(view)) found.TrySetResult(view);
        }

        Changed += Check;
        Waiting++;
        try
        {
            Check(_current);
            return await found.Task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            Waiting--;
            Changed -= Check;
        }
    }
}
