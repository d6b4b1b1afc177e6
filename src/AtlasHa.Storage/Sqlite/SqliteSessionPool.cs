using System.Collections.Concurrent;

namespace AtlasHa.Storage.Sqlite;

/// <summary>Read connections: one per concurrent reader, kept for the next ones. Thread-safe.</summary>
internal sealed class SqliteSessionPool(Func<SqliteSession> open) : IDisposable
{
    private const int MaxIdle = 32;
    private readonly ConcurrentStack<SqliteSession> _idle = [];
    private volatile bool _disposed;

    public SqliteSession Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryPop(out var session) ? session : open();
    }

    /// <summary>Takes back a session whose transaction has ended.</summary>
    public void Return(SqliteSession session)
    {
        if (_disposed || _idle.Count >= MaxIdle)
        {
            session.Dispose();
            return;
        }
        _idle.Push(session);
        if (_disposed)
            Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var session))
            session.Dispose();
    }
}
