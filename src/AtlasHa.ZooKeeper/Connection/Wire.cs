using System.Buffers;
using System.IO.Pipelines;
using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>One TCP connection as frames. Bytes from the server touch <paramref name="contact"/>.</summary>
internal sealed class Wire(Stream stream, int maxFrameBytes, ContactClock contact) : IAsyncDisposable
{
    /// <summary>Bytes to ask the socket for at once.</summary>
    private const int ReadBytes = 32 * 1024;

    private readonly PipeReader _input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true));
    private readonly PipeWriter _output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));

    public IBufferWriter<byte> Output => _output;

    /// <summary>
    /// Hands the whole frames that have arrived to <paramref name="handle"/> until it wants no more, waiting for bytes once. Throws
    /// <see cref="EndOfStreamException"/> when the server has closed the connection.
    /// </summary>
    public async ValueTask ReadFramesAsync(FrameHandler handle, CancellationToken cancellationToken)
    {
        var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
        var buffer = result.Buffer;
        if (!buffer.IsEmpty)
            contact.Touch();
        var wantsMore = true;
        while (wantsMore && FrameReader.TryRead(ref buffer, maxFrameBytes, out var body))
            wantsMore = Handle(body, handle);
        if (wantsMore && result.IsCompleted)
            throw new EndOfStreamException("the server closed the connection");
        // What was left on purpose counts as not looked at, so that the next read returns at once.
        _input.AdvanceTo(buffer.Start, wantsMore ? buffer.End : buffer.Start);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
        => await _output.FlushAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the socket. Nothing may be reading or writing any more; what was not flushed is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        await _input.CompleteAsync().ConfigureAwait(false);
        // With an exception, because completing without one flushes to the closed socket.
        await _output.CompleteAsync(new IOException("the connection is closed")).ConfigureAwait(false);
    }

    private static bool Handle(ReadOnlySequence<byte> body, FrameHandler handle)
    {
        if (body.IsSingleSegment)
            return handle(new JuteReader(body.FirstSpan));
        var length = (int)body.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(rented);
            return handle(new JuteReader(rented.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
