using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>
/// A type with everything that it refers to resolved. Values are plain CLR values as <see cref="Model.Json.AtlasJson"/> reads them;
/// normal forms are: bool, long (dates are epoch milliseconds), BigInteger, decimal, double, string, List&lt;object?&gt; and
/// Dictionary&lt;string, object?&gt;. Types are immutable once their registry is published.
/// </summary>
public abstract class AtlasType(string name)
{
    public string Name { get; } = name;

    /// <summary>Null for built-in types, arrays and maps, which nobody defines.</summary>
    public virtual TypeCategory? Category => null;

    /// <summary>What a mandatory attribute of this type holds when nothing is given; null when there is no such value.</summary>
    public virtual object? DefaultValue => null;

    /// <summary>Brings a value into its normal form; null stays null. False when the value does not fit the type.</summary>
    public abstract bool TryNormalize(object? value, out object? normalized);

    /// <summary>Adds a message, in the words that Atlas uses, for each thing that is wrong with the value. Null is right.</summary>
    /// <param name="path">Names the value in the messages, such as <c>hive_table.name</c>.</param>
    public virtual void Validate(object? value, string path, List<string> messages)
    {
        if (!TryNormalize(value, out _))
            messages.Add(InvalidValue(value, path));
    }

    public override string ToString() => Name;

    protected string InvalidValue(object? value, string path) => $"{path}={AttributeValue.ToText(value)}: invalid value for type {Name}";
}
