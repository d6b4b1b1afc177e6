using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Requests;

/// <summary>A write that its caller has named, and what tells a repeat of it from another request under the same name.</summary>
internal sealed record RequestKey(string User, string RequestId, string Kind, string Fingerprint)
{
    /// <summary>Those of the model: a minus and the clock's ticks. Those that people write are short.</summary>
    private static readonly Regex MadeUpGuid = new("\"-[0-9]{18,19}\"", RegexOptions.CultureInvariant | RegexOptions.Compiled);

    public RequestName Name => new(User, RequestId);

    /// <summary>The key of this call; null when the caller gave it no id.</summary>
    /// <param name="kind">The operation.</param>
    /// <param name="arguments">All that the operation's outcome depends on; each is hashed in its JSON form.</param>
    /// <exception cref="AtlasException">ATLASHA-400-001: the id cannot be used.</exception>
    public static RequestKey? Of(CallContext call, string kind, params ReadOnlySpan<object?> arguments)
    {
        if (call.RequestId is not { } id)
            return null;
        RequestIds.Checked(id);
        var json = new StringBuilder();
        foreach (var argument in arguments)
            json.Append(JsonSerializer.Serialize(argument, argument?.GetType() ?? typeof(object), AtlasJson.Options)).Append('\n');
        if (call.DeleteType != DeleteType.Default)
            json.Append(call.DeleteType);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(WithoutMadeUpGuids(json.ToString())));
        return new RequestKey(call.User, id, kind, Convert.ToHexString(hash));
    }

    public bool IsRepeatOf(RememberedRequest earlier) => (earlier.Kind, earlier.Fingerprint) == (Kind, Fingerprint);

    public RememberedRequest Answered(long epoch, byte[] answer) => new(User, RequestId, Kind, Fingerprint, epoch, answer);

    /// <summary>Numbers the guids of entities that were sent without one in order of appearance: they are other ones each time the request is read.</summary>
    private static string WithoutMadeUpGuids(string json)
    {
        Dictionary<string, int> numbers = [];
        return MadeUpGuid.Replace(json, guid =>
        {
            numbers.TryAdd(guid.Value, numbers.Count);
            return $"\"#{numbers[guid.Value]}\"";
        });
    }
}
