using AtlasHa.Client.Retrying;

namespace AtlasHa.Client.Http;

/// <summary>Which cluster an HTTP client talks to, as whom, and for how long it tries.</summary>
public sealed class AtlasHaHttpOptions
{
    /// <summary>
    /// Base URLs of all instances, as they are registered (<c>AtlasHa:PublicUrl</c>). Required. Redirects are followed to these and to nowhere else, and nobody
    /// else is shown the user's password.
    /// </summary>
    public IList<Uri> Instances { get; } = [];

    /// <summary>A user of the cluster; null for a cluster without users.</summary>
    public string? UserName { get; set; }

    /// <summary>Never logged.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// How requests are repeated. An attempt ends by itself when its connection is lost, so the first one may wait longer here than over Orleans: by default
    /// 10 s of 30 s in all.
    /// </summary>
    public RetryOptions Retries { get; set; } = new() { Deadline = TimeSpan.FromSeconds(30), FirstAttemptTimeout = TimeSpan.FromSeconds(10) };
}
