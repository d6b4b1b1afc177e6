using System.Net;

namespace AtlasHa.Client.Http;

/// <summary>What became of one try: an answer, or the reason why another one is needed.</summary>
/// <param name="Status">The answer's status; null when there was none that counts.</param>
/// <param name="Body">The answer's body.</param>
/// <param name="Trouble">Why there is no answer.</param>
/// <param name="Cause">What was thrown, if anything was.</param>
/// <param name="RetryAfter">How long the instance asks to wait.</param>
internal sealed record Attempt(HttpStatusCode? Status, byte[] Body, string Trouble, Exception? Cause = null, TimeSpan RetryAfter = default)
{
    public static Attempt Answered(HttpStatusCode status, byte[] body) => new(status, body, "");

    public static Attempt Failed(string trouble, Exception? cause = null, TimeSpan retryAfter = default) => new(null, [], trouble, cause, retryAfter);
}
