using System.Buffers;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>What the definitions of one request must fulfil on their own, once they fit together with the others.</summary>
internal static class TypeDefRules
{
    private static readonly HashSet<string> ReservedNames = new(["description", "version", "options", "name", "servicetype"], StringComparer.Ordinal);

    private static readonly SearchValues<char> TypeNameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ");

    /// <exception cref="AtlasException">The first rule that is broken.</exception>
    public static void Check(AtlasBaseTypeDef def)
    {
        CheckName(def);
        switch (def)
        {
            case AtlasEnumDef d:
                CheckElements(d);
                break;
            case AtlasBusinessMetadataDef { AttributeDefs: { } attributes }:
                if (attributes.Find(attribute => !IsTypeName(attribute.Name!)) is { } invalid)
                    throw new AtlasException(AtlasErrorCode.AttributeNameInvalidChars, invalid.Name);
                break;
            case AtlasStructDef { Category: TypeCategory.Struct, AttributeDefs: null or [] }:
                throw new AtlasException(AtlasErrorCode.BadRequest, "Missing attributes for structdef");
        }
    }

    /// <exception cref="AtlasException">The name is missing, malformed or reserved.</exception>
    public static void CheckName(AtlasBaseTypeDef def)
    {
        var valid = def.Category == TypeCategory.Classification ? IsClassificationName(def.Name ?? "") : IsTypeName(def.Name ?? "");
        if (!valid)
            throw new AtlasException(AtlasErrorCode.TypeNameInvalidFormat, def.Name, def.Category.WireName());
        if (ReservedNames.Contains(def.Name!))
            throw new AtlasException(AtlasErrorCode.UnsupportedTypeName, def.Name);
    }

    private static void CheckElements(AtlasEnumDef def)
    {
        if (def.ElementDefs is not { Count: > 0 } elements)
            throw new AtlasException(AtlasErrorCode.MissingMandatoryAttribute, def.Name, "values");
        if (elements.Exists(element => string.IsNullOrWhiteSpace(element.Value) || element.Ordinal is null))
            throw new AtlasException(AtlasErrorCode.MissingMandatoryAttribute, def.Name, "elementValue");
    }

    private static bool IsTypeName(string name)
    {
        var start = name.StartsWith("__", StringComparison.Ordinal) ? 2 : 0;
        return name.Length > start && char.IsAsciiLetter(name[start])
            && name.AsSpan(start).IndexOfAnyExcept(TypeNameCharacters) < 0;
    }

    private static bool IsClassificationName(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || !char.IsAscii(name[0]))
        && name.All(c => !char.IsAscii(c) || char.IsAsciiLetterOrDigit(c) || c is '_' or ' ' or '.');
}
