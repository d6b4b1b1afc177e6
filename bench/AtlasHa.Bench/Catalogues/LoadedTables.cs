namespace AtlasHa.Bench.Catalogues;

/// <summary>How far a generated catalogue is loaded, and some of its tables for requests to ask for. Thread-safe.</summary>
internal sealed class LoadedTables
{
    private const int MaxSamples = 5000;

    private readonly Lock _lock = new();
    private readonly List<(int Number, string Guid, string Name)> _samples = [];
    private int _step = 1;

    /// <summary>Whole databases; the next one to load has this number.</summary>
    public int Databases { get; private set; }

    public int Entities => Databases * HiveLikeCatalogue.EntitiesPerDatabase;

    public IReadOnlyList<string> Guids
    {
        get { lock (_lock) return [.. _samples.Select(sample => sample.Guid)]; }
    }

    public IReadOnlyList<string> Names
    {
        get { lock (_lock) return [.. _samples.Select(sample => sample.Name)]; }
    }

    public void Loaded(int databases) => Databases = databases;

    /// <summary>Keeps every so-many-th table: they stay spread evenly over all that is loaded.</summary>
    public void Add(int number, string guid, string name)
    {
        lock (_lock)
        {
            if (number % _step != 0) return;
            _samples.Add((number, guid, name));
            if (_samples.Count < MaxSamples) return;
            _step *= 2;
            _samples.RemoveAll(sample => sample.Number % _step != 0);
        }
    }
}
