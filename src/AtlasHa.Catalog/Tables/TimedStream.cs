namespace AtlasHa.Catalog.Tables;

/// <summary>The bytes of a file; reading them ends when the time or the memory for it is used up, whatever the reader does in between.</summary>
internal sealed class TimedStream(byte[] content, ExcelLimits limits) : MemoryStream(content, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        limits.CheckWork();
        return base.Read(buffer, offset, count);
    }

    public override int Read(Span<byte> buffer)
    {
        limits.CheckWork();
        return base.Read(buffer);
    }

    public override int ReadByte()
    {
        limits.CheckWork();
        return base.ReadByte();
    }
}
