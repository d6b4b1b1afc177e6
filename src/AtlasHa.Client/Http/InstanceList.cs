namespace AtlasHa.Client.Http;

/// <summary>The configured instances, and which of them answered last: most likely it is still the active one.</summary>
internal sealed class InstanceList
{
    private readonly Uri[] _instances;
    private int _next;
    private volatile Uri? _last;

    public InstanceList(IEnumerable<Uri> instances) => _instances = [.. instances];

    public IReadOnlyList<Uri> All => _instances;

    public Uri Best => _last ?? _instances[(uint)Volatile.Read(ref _next) % _instances.Length];

    /// <summary>The configured instance that a URL belongs to; null for a stranger.</summary>
    public Uri? Find(Uri url) => Array.Find(
        _instances, instance => Uri.Compare(instance, url, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);

    public void Answered(Uri instance) => _last = instance;

    /// <summary>Goes on with another one.</summary>
    public void Failed()
    {
        _last = null;
        Interlocked.Increment(ref _next);
    }
}
