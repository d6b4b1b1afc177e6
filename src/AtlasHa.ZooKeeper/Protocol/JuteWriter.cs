using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>Writes jute's big-endian encoding. Knows nothing but the buffer.</summary>
internal readonly struct JuteWriter(IBufferWriter<byte> output)
{
    public void WriteInt(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void WriteLong(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public void WriteBool(bool value)
    {
        output.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        output.Advance(1);
    }

    /// <summary>int length, then the bytes.</summary>
    public void WriteBuffer(ReadOnlySpan<byte> value)
    {
        WriteInt(value.Length);
        output.Write(value);
    }

    /// <summary>int length, then UTF-8.</summary>
    public void WriteString(string value)
    {
        WriteInt(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, output);
    }

    public void WriteStrings(IReadOnlyCollection<string> values)
    {
        WriteInt(values.Count);
        foreach (var value in values)
            WriteString(value);
    }

    /// <summary>vector of ACL {perms int, Id {scheme string, id string}}.</summary>
    public void WriteAcls(IReadOnlyList<Acl> acls)
    {
        WriteInt(acls.Count);
        foreach (var acl in acls)
        {
            WriteInt((int)acl.Permissions);
            WriteString(acl.Scheme);
            WriteString(acl.Id);
        }
    }
}
