using AtlasHa.Bench.Calls;
using Npgsql;

namespace AtlasHa.Bench.Rivals;

/// <summary>Writes a row through the member that took the last one, and goes on to the next when it refuses.</summary>
internal sealed class PatroniCaller : ICaller
{
    private readonly IReadOnlyList<(string Name, NpgsqlDataSource Source)> _members;
    private int _current;

    public PatroniCaller(string name, IEnumerable<PatroniMember> members)
    {
        Name = name;
        _members = [.. members.Select(m => (m.Name, NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={m.Port};Username=atlas;Password=bench;Database=postgres;Timeout=5;Command Timeout=5;Max Auto Prepare=4")))];
    }

    public string Name { get; }

    public async Task<string?> CallAsync(CancellationToken cancellationToken)
    {
        var index = Volatile.Read(ref _current);
        var (name, source) = _members[index % _members.Count];
        try
        {
            await using var insert = source.CreateCommand("INSERT INTO calls DEFAULT VALUES");
            await insert.ExecuteNonQueryAsync(cancellationToken);
            return name;
        }
        catch
        {
            // Of many calls that fail at one member, only the first moves on.
            Interlocked.CompareExchange(ref _current, index + 1, index);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, source) in _members) await source.DisposeAsync();
    }
}
