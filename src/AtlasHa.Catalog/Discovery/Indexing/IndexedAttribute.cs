using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>An attribute of one entity type whose values are in the index, and where they are.</summary>
internal sealed class IndexedAttribute
{
    private static readonly ConditionalWeakTable<EntityType, IndexedAttribute[]> Known = [];
    private readonly long _active;
    private readonly long _deleted;

    private IndexedAttribute(EntityType type, string name)
    {
        Name = name;
        _active = PartitionOf(type.Name, name, EntityRowStatus.Active);
        _deleted = PartitionOf(type.Name, name, EntityRowStatus.Deleted);
    }

    public string Name { get; }

    /// <summary>Those of a type: its indexable attributes with scalar values or lists of such, and the time of the last change.</summary>
    public static IndexedAttribute[] Of(EntityType type) => Known.GetValue(type, static type =>
        [.. type.Attributes.Values.Where(IsIndexed).Select(attribute => new IndexedAttribute(type, attribute.Name)),
            new IndexedAttribute(type, SystemAttributes.ModificationTimestamp)]);

    public static bool IsIndexed(AtlasAttribute attribute) => (attribute.Def.IsIndexable || attribute.IsUnique)
        && (IsScalar(attribute.Type) || (attribute.Type is ArrayType array && IsScalar(array.Element)));

    /// <summary>Names a part of the value index. A hash, because a name would make up most of each of millions of entries; what it finds is looked at anyway.</summary>
    public static long PartitionOf(string typeName, string attribute, EntityRowStatus status) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{typeName}\n{attribute}\n{(int)status}")));

    public long Partition(EntityRowStatus status) => status == EntityRowStatus.Active ? _active : _deleted;

    private static bool IsScalar(AtlasType type) => type is PrimitiveType or EnumType;
}
