namespace AtlasHa.Catalog.Types;

/// <summary>The types that exist without a definition.</summary>
public static class BuiltInTypes
{
    public static ObjectIdType ObjectId { get; } = new("objectid", null);

    /// <summary>Every built-in type by name.</summary>
    public static IReadOnlyDictionary<string, AtlasType> All { get; } = new AtlasType[]
    {
        new PrimitiveType("boolean", Primitives.TryBoolean, false),
        new PrimitiveType("byte", Primitives.IntegerWithin(sbyte.MinValue, sbyte.MaxValue), 0L),
        new PrimitiveType("short", Primitives.IntegerWithin(short.MinValue, short.MaxValue), 0L),
        new PrimitiveType("int", Primitives.IntegerWithin(int.MinValue, int.MaxValue), 0L),
        new PrimitiveType("long", Primitives.IntegerWithin(long.MinValue, long.MaxValue), 0L),
        new PrimitiveType("float", Primitives.TryFloat, 0.0),
        new PrimitiveType("double", Primitives.TryDouble, 0.0),
        new PrimitiveType("biginteger", Primitives.TryBigInteger, 0L),
        new PrimitiveType("bigdecimal", Primitives.TryBigDecimal, 0L),
        new PrimitiveType("string", Primitives.TryString, ""),
        new PrimitiveType("date", Primitives.TryDate, 0L),
        ObjectId,
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);
}
