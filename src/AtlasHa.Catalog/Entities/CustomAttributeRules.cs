using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// What a custom attribute may look like: a key of at most 50 letters, digits, <c>_</c> or <c>-</c>, a value of at most 500 characters.
/// </summary>
internal static class CustomAttributeRules
{
    private const int MaxKeyLength = 50;
    private const int MaxValueLength = 500;

    /// <exception cref="AtlasException">
    /// 400-00-08C key too long; 400-00-08D key empty or with other characters; 400-00-08E value too long.
    /// </exception>
    public static void Check(IReadOnlyDictionary<string, string?>? attributes)
    {
        if (attributes is null)
            return;

        foreach ((string key, string? value) in attributes)
        {
            if (key.Length > MaxKeyLength)
                throw new AtlasException(AtlasErrorCode.InvalidCustomAttributeKeyLength, key, MaxKeyLength);
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                throw new AtlasException(AtlasErrorCode.InvalidCustomAttributeKeyCharacters, key);
            if (value?.Length > MaxValueLength)
                throw new AtlasException(AtlasErrorCode.InvalidCustomAttributeValue, value, MaxValueLength);
        }
    }
}
