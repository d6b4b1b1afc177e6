using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Client.Tests;

/// <summary>An active instance that does with each attempt what the test has written down, and notes under which request id it came.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
internal class ScriptedActive : DispatchProxy
{
    private readonly Queue<Func<Task<EntityMutationResponse>>> _script = new();

    /// <summary>The request ids of the attempts; null for reads.</summary>
    public List<string?> Attempts { get; } = [];

    public static EntityMutationResponse Answer { get; } = new() { GuidAssignments = new() { ["-1"] = "g" } };

    public static (IActiveInstance Active, ScriptedActive Script) With(params Exception?[] attempts)
    {
        var active = Create<IActiveInstance, ScriptedActive>();
        var script = (ScriptedActive)(object)active;
        foreach (var failure in attempts)
            script.Then(() => failure is null ? Task.FromResult(Answer) : Task.FromException<EntityMutationResponse>(failure));
        return (active, script);
    }

    public ScriptedActive Then(Func<Task<EntityMutationResponse>> attempt)
    {
        _script.Enqueue(attempt);
        return this;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Attempts.Add(args!.OfType<CallContext>().SingleOrDefault()?.RequestId);
        return _script.Dequeue()();
    }
}
