namespace AtlasHa.LeaderElection.Tests.Harness;

/// <summary>An activation handler that does what the test says and writes down when it was called.</summary>
internal sealed class ScriptedHandler(string name, int order, List<string> calls) : IActivationHandler
{
    public string Name => name;

    public int Order => order;

    public TimeSpan? ActivationDeadline { get; init; }

    public Func<Term, CancellationToken, Task> OnActivate { get; set; } = (_, _) => Task.CompletedTask;

    public Func<Term, CancellationToken, Task> OnDeactivate { get; set; } = (_, _) => Task.CompletedTask;

    public Task ActivateAsync(Term term, CancellationToken cancellationToken)
    {
        Record($"+{name}");
        return OnActivate(term, cancellationToken);
    }

    public Task DeactivateAsync(Term term, CancellationToken cancellationToken)
    {
        Record($"-{name}");
        return OnDeactivate(term, cancellationToken);
    }

    private void Record(string call)
    {
        lock (calls)
            calls.Add(call);
    }
}
