namespace AtlasHa.Gateway.Export;

/// <summary>Takes bytes from a writer that waits for its thread, and passes them on to a stream that does not allow that. Holds what was not passed on yet.</summary>
internal sealed class PassingStream(Stream target) : Stream
{
    private readonly MemoryStream _held = new();

    public override bool CanRead => false;

    // A ZIP that could go back would not be written in order.
    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Writes what is held to the target.</summary>
    public async Task PassOnAsync(CancellationToken cancellationToken)
    {
        await target.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellationToken);
        _held.SetLength(0);
    }

    /// <summary>Does nothing: see <see cref="PassOnAsync"/>.</summary>
    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _held.Dispose();
        base.Dispose(disposing);
    }
}
