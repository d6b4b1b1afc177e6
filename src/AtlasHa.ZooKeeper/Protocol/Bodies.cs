using System.Buffers;

namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>Writes the bodies of requests. A null version is -1 on the wire: any.</summary>
internal static class Bodies
{
    private const int AnyVersion = -1;

    public static ReadOnlyMemory<byte> Empty => ReadOnlyMemory<byte>.Empty;

    public static ReadOnlyMemory<byte> Build(Action<JuteWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(new JuteWriter(buffer));
        return buffer.WrittenMemory;
    }

    /// <summary>The request type that makes a node of this mode and answers with path and Stat.</summary>
    public static OpCode CreateOpCode(CreateMode mode) => mode switch
    {
        CreateMode.Container => OpCode.CreateContainer,
        CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl => OpCode.CreateTtl,
        _ => OpCode.Create2,
    };

    /// <summary>{path string, data buffer, acl vector, flags int}, and {ttl long} for the TTL modes.</summary>
    public static void WriteCreate(
        JuteWriter writer, string path, ReadOnlySpan<byte> data, IReadOnlyList<Acl> acls, CreateMode mode, TimeSpan? ttl)
    {
        writer.WriteString(path);
        writer.WriteBuffer(data);
        writer.WriteAcls(acls);
        writer.WriteInt((int)mode);
        if (ttl is { } lifetime)
            writer.WriteLong((long)lifetime.TotalMilliseconds);
    }

    /// <summary>{path string, version int}: delete and check.</summary>
    public static void WritePathAndVersion(JuteWriter writer, string path, int? version)
    {
        writer.WriteString(path);
        writer.WriteInt(version ?? AnyVersion);
    }

    /// <summary>{path string, data buffer, version int}</summary>
    public static void WriteSetData(JuteWriter writer, string path, ReadOnlySpan<byte> data, int? version)
    {
        writer.WriteString(path);
        writer.WriteBuffer(data);
        writer.WriteInt(version ?? AnyVersion);
    }

    /// <summary>{path string, watch bool}: exists, getData, getChildren2.</summary>
    public static void WriteRead(JuteWriter writer, string path, bool watch)
    {
        writer.WriteString(path);
        writer.WriteBool(watch);
    }

    /// <summary>{path string, mode int}: addWatch with its mode, removeWatches with the kind to remove.</summary>
    public static void WritePathAndMode(JuteWriter writer, string path, int mode)
    {
        writer.WriteString(path);
        writer.WriteInt(mode);
    }

    /// <summary>{path string, acl vector, version int}</summary>
    public static void WriteSetAcl(JuteWriter writer, string path, IReadOnlyList<Acl> acls, int? version)
    {
        writer.WriteString(path);
        writer.WriteAcls(acls);
        writer.WriteInt(version ?? AnyVersion);
    }

    /// <summary>{type int (unused), scheme string, auth buffer}</summary>
    public static void WriteAuth(JuteWriter writer, AuthInfo auth)
    {
        writer.WriteInt(0);
        writer.WriteString(auth.Scheme);
        writer.WriteBuffer(auth.Credentials.Span);
    }
}
