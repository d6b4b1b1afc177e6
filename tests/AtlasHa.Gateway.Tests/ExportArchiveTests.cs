using System.IO.Compression;
using AtlasHa.Gateway.Export;

namespace AtlasHa.Gateway.Tests;

public sealed class ExportArchiveTests
{
    /// <summary>A server's response takes nothing from a thread that waits for it.</summary>
    [Fact]
    public async Task Zip_is_written_asynchronously_throughout()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var target = new AsyncOnlyStream();
        using var archive = new ExportArchive(target);
        await archive.AddAsync("one.json", new string('x', 100_000), cancel);
        await archive.AddAsync("two.json", "two", cancel);

        Should.Throw<InvalidDataException>(() => new ZipArchive(new MemoryStream(target.Written.ToArray())), "it is not whole yet");
        await archive.FinishAsync(cancel);

        target.Written.Position = 0;
        using var zip = new ZipArchive(target.Written);
        zip.Entries.Select(entry => (entry.FullName, entry.Length)).ShouldBe([("one.json", 100_002), ("two.json", 5)]);
    }

    private sealed class AsyncOnlyStream : Stream
    {
        public MemoryStream Written { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new InvalidOperationException("synchronous");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("synchronous");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Written.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);
    }
}
