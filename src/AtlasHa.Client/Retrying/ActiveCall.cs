using System.Reflection;
using AtlasHa.Catalog.Model;

namespace AtlasHa.Client.Retrying;

/// <summary>One method of the active instance, looked at once: where its caller's context and token are.</summary>
internal abstract class ActiveCall(MethodInfo method)
{
    private readonly int _context = Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(CallContext));
    private readonly int _token = Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));

    protected MethodInfo Method { get; } = method;

    /// <exception cref="NotSupportedException">The method answers with something else than a <c>Task&lt;T&gt;</c>.</exception>
    public static ActiveCall Of(MethodInfo method) =>
        method.ReturnType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? (ActiveCall)Activator.CreateInstance(typeof(ActiveCall<>).MakeGenericType(type.GenericTypeArguments), method)!
            : throw new NotSupportedException($"{method.DeclaringType?.Name}.{method.Name} cannot be repeated: it does not return a Task<T>");

    public abstract Task Run(object target, object?[] arguments, Retries retries);

    protected CancellationToken Token(object?[] arguments) => _token < 0 ? CancellationToken.None : (CancellationToken)arguments[_token]!;

    /// <summary>The arguments of every attempt. Calls with a context are writes: without an id they could not be repeated.</summary>
    protected object?[] Repeatable(object?[] arguments)
    {
        if (_context < 0 || arguments[_context] is not CallContext { RequestId: null } call)
            return arguments;
        object?[] named = [.. arguments];
        named[_context] = call with { RequestId = Guid.CreateVersion7().ToString() };
        return named;
    }

    /// <summary>The call for messages, with the id under which a write can be repeated.</summary>
    protected string Name(object?[] arguments) =>
        _context >= 0 && arguments[_context] is CallContext call ? $"{Method.Name} with request id {call.RequestId}" : Method.Name;
}

internal sealed class ActiveCall<T>(MethodInfo method) : ActiveCall(method)
{
    public override Task Run(object target, object?[] arguments, Retries retries)
    {
        var repeatable = Repeatable(arguments);
        return retries.RunAsync(Name(repeatable), () => Attempt(target, repeatable), Token(arguments));
    }

    // Reflection hands the array's elements over by value: what an attempt does to them does not reach the next one.
    private Task<T> Attempt(object target, object?[] arguments) =>
        (Task<T>)Method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
}
