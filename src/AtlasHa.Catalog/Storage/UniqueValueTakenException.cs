namespace AtlasHa.Catalog.Storage;

/// <summary>Another active entity of the same type already holds a unique value.</summary>
public sealed class UniqueValueTakenException(UniqueRow row)
    : Exception($"{row.TypeName}.{row.Attribute} = '{row.Value}' is already held by another entity")
{
    public UniqueRow Row { get; } = row;
}
