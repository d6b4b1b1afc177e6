namespace AtlasHa.Server.Rehearsal;

/// <summary>
/// Takes a rehearsal's log entries through all of the live log and lets nothing come out: they are about a take-over that did not happen, but the code that
/// writes each kind of entry is not to run for the first time in a real one.
/// </summary>
internal sealed class SilentLoggerFactory(ILoggerFactory live) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new SilentLogger(live.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The live log's providers are used.");

    public void Dispose()
    {
        // The live log is not the rehearsal's.
    }

    private sealed class SilentLogger(ILogger live) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => live.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => live.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => live.Log(logLevel, eventId, state, exception: null, (values, _) =>
            {
                formatter(values, exception);

                // Console formatters write no entry that has neither a message nor an exception.
                return null!;
            });
    }
}
