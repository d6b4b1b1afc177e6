namespace AtlasHa.Catalog.Tables;

/// <summary>The bytes of a file; reading them ends when the time for it is over, whatever the reader does in between.</summary>
internal sealed class TimedStream(byte[] content, ExcelLimits limits) : MemoryStream(content, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        limits.CheckTime();
        return base.Read(buffer, offset, count);
    }

    public override int Read(Span<byte> buffer)
    {
        limits.CheckTime();
        return base.Read(buffer);
    }

    public override int ReadByte()
    {
        limits.CheckTime();
        return base.ReadByte();
    }
}
