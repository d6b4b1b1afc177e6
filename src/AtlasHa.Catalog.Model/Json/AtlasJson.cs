using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AtlasHa.Catalog.Model.Json;

/// <summary>
/// Atlas's JSON: null members are left out but null map entries kept, unknown members ignored, a null for a number, boolean or enum
/// read as its zero, times as epoch milliseconds, values of unknown type as plain CLR values (see <see cref="PlainValueConverter"/>).
/// Reflection-based on purpose: source-generated readers set absent init-only members to zero instead of their default.
/// </summary>
public static class AtlasJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <exception cref="JsonException">Not JSON, or JSON of the wrong shape; the message says what and where.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Checked(JsonSerializer.Deserialize<T>(utf8, Options));
        }
        catch (JsonException failure)
        {
            throw WithPlace(failure);
        }
    }

    /// <inheritdoc cref="Parse{T}(ReadOnlySpan{byte})"/>
    public static T Parse<T>(string json) => Parse<T>(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="Parse{T}(ReadOnlySpan{byte})"/>
    public static async ValueTask<T> ParseAsync<T>(Stream utf8, CancellationToken cancellationToken)
    {
        try
        {
            return Checked(await JsonSerializer.DeserializeAsync<T>(utf8, Options, cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException failure)
        {
            throw WithPlace(failure);
        }
    }

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    private static T Checked<T>(T? value) => value ?? throw new JsonException($"expected {typeof(T).Name} but found null");

    // The serializer adds the place to its own messages but not to those of the converters.
    private static JsonException WithPlace(JsonException failure) => failure.Path is null || failure.Message.Contains("Path:", StringComparison.Ordinal)
        ? failure
        : new JsonException(
            $"{failure.Message}. Path: {failure.Path} | Line: {failure.LineNumber + 1}.", failure.Path, failure.LineNumber, failure.BytePositionInLine, failure);

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new PlainValueConverter(),
                new TextConverter(),
                new BooleanConverter(),
                new Int32Converter(),
                new Int64Converter(),
                new EnumNameConverterFactory(),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
