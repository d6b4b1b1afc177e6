using System.Text;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>Writes the file that a <see cref="SourceList"/> reads; it gets its name when it is whole.</summary>
internal sealed class SourceListWriter : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    public SourceListWriter(string path, string source)
    {
        _path = path;
        _file = File.Create(path + ".new");
        Write(SourceList.Heading + source);
    }

    /// <summary>Where the next line goes.</summary>
    public (long Bytes, int Count) Position => (_file.Position, Count);

    public int Count { get; private set; }

    public void Add(ListedEntity entity)
    {
        Write($"{entity.Guid} {entity.TypeName}");
        Count++;
    }

    /// <summary>Forgets what was written since.</summary>
    public void Rewind((long Bytes, int Count) position)
    {
        _file.SetLength(position.Bytes);
        _file.Position = position.Bytes;
        Count = position.Count;
    }

    public void Finish()
    {
        _file.Dispose();
        File.Move(_path + ".new", _path, overwrite: true);
    }

    public void Dispose() => _file.Dispose();

    private void Write(string line) => _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
