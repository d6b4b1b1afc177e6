using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Forwarding;

/// <summary>
/// A request body that keeps its first bytes, so that a request that was refused can be sent again. A body of more than the limit is passed
/// through, kept no longer, and cannot be repeated once the limit was read.
/// </summary>
internal sealed class RepeatableBody : Stream
{
    private readonly Stream _inner;
    private readonly int _limit;
    private MemoryStream? _kept = new();
    private int _position;

    private RepeatableBody(Stream inner, int limit) => (_inner, _limit) = (inner, limit);

    /// <summary>Whether anybody has begun to read since the start or the last <see cref="TryRewind"/>.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>What reading from the client failed with.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Puts it in the place of the request's body; null when the request has none.</summary>
    public static RepeatableBody? Install(HttpContext context, int limit)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return null;
        var body = new RepeatableBody(context.Request.Body, limit);
        context.Request.Body = body;
        return body;
    }

    /// <summary>Starts again from the first byte; false when bytes are gone.</summary>
    public bool TryRewind()
    {
        if (_kept is null) return false;
        _position = 0;
        IsTouched = false;
        return true;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        IsTouched = true;
        if (_kept is not null && _position < _kept.Length) return Repeated(buffer.Span);
        var read = await FromClientAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("the server reads asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> FromClientAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failure = e;
            throw;
        }
    }

    private int Repeated(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _kept!.Length - _position);
        _kept.GetBuffer().AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    private void Keep(ReadOnlySpan<byte> read)
    {
        if (_kept is null) return;
        if (_kept.Length + read.Length > _limit)
        {
            _kept = null;
            return;
        }

        _kept.Write(read);
        _position += read.Length;
    }
}
