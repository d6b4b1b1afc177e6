namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>Reads the bodies of answers.</summary>
internal static class Replies
{
    /// <summary>
    /// Smallest encoding of one ACL: permissions and two empty strings.
    /// </summary>
    private const int MinAclBytes = 3 * sizeof(int);

    public static bool ReadNothing(ref JuteReader reader) => true;

    /// <summary>{czxid, mzxid, ctime, mtime: long; version, cversion, aversion: int; ephemeralOwner: long; dataLength, numChildren: int; pzxid: long}</summary>
    public static Stat ReadStat(ref JuteReader reader) => new(
        CreatedZxid: reader.ReadLong(),
        ModifiedZxid: reader.ReadLong(),
        CreatedMs: reader.ReadLong(),
        ModifiedMs: reader.ReadLong(),
        Version: reader.ReadInt(),
        ChildVersion: reader.ReadInt(),
        AclVersion: reader.ReadInt(),
        EphemeralOwner: reader.ReadLong(),
        DataLength: reader.ReadInt(),
        ChildCount: reader.ReadInt(),
        ChildrenZxid: reader.ReadLong());

    public static CreateResult ReadCreate2(ref JuteReader reader) => new(reader.ReadRequiredString(), ReadStat(ref reader));

    public static DataResult ReadData(ref JuteReader reader) => new(reader.ReadBuffer() ?? [], ReadStat(ref reader));

    public static ChildrenResult ReadChildren(ref JuteReader reader)
    {
        var children = new string[reader.ReadVectorCount(sizeof(int))];
        for (var i = 0; i < children.Length; i++)
            children[i] = reader.ReadRequiredString();
        return new(children, ReadStat(ref reader));
    }

    public static AclResult ReadAcls(ref JuteReader reader)
    {
        var acls = new Acl[reader.ReadVectorCount(MinAclBytes)];
        for (var i = 0; i < acls.Length; i++)
            acls[i] = new((AclPermissions)reader.ReadInt(), reader.ReadRequiredString(), reader.ReadRequiredString());
        return new(acls, ReadStat(ref reader));
    }
}
