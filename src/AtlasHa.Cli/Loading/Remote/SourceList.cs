namespace AtlasHa.Cli.Loading.Remote;

/// <summary>
/// The file with the guids of what is to be imported, in the order in which that is done. It is made before the first entity is sent and does not change, so that an
/// import that was broken off knows by a number how far it came.
/// </summary>
internal sealed class SourceList : IDisposable
{
    public const string Heading = "# entities of ";

    private readonly StreamReader _reader;

    private SourceList(StreamReader reader, int count) => (_reader, Count) = (reader, count);

    public int Count { get; }

    /// <exception cref="CliException">The file is something else, or of another source.</exception>
    public static SourceList Open(string path, string source)
    {
        using var lines = File.ReadLines(path).GetEnumerator();
        if (!lines.MoveNext() || lines.Current != Heading + source)
            throw new CliException($"{path} is not the list of an import from {source}; remove it, or name another file with --work.");
        var count = 0;
        while (lines.MoveNext()) count++;
        var reader = File.OpenText(path);
        reader.ReadLine();
        return new SourceList(reader, count);
    }

    public void Skip(int count)
    {
        for (var i = 0; i < count; i++) _reader.ReadLine();
    }

    /// <summary>The next ones; none at the end.</summary>
    public IReadOnlyList<ListedEntity> Take(int atMost)
    {
        List<ListedEntity> taken = [];
        while (taken.Count < atMost && _reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ', 2);
            taken.Add(new ListedEntity(parts[0], parts[1]));
        }

        return taken;
    }

    public void Dispose() => _reader.Dispose();
}
