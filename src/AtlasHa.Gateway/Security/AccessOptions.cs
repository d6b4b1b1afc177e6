namespace AtlasHa.Gateway.Security;

/// <summary>Who may use the HTTP gateway.</summary>
public sealed class AccessOptions
{
    /// <summary>
    /// A file of users in the form of Apache Atlas's <c>users-credentials.properties</c>; null or empty for no users, and then only this machine is served.
    /// A relative path is relative to the working directory. The file is read again when it changes.
    /// </summary>
    public string? UsersFile { get; set; }

    /// <summary>
    /// Serves other machines although no users are configured: anyone who reaches the ports may then read and change everything. For networks that are
    /// closed by other means, such as a container network.
    /// </summary>
    public bool AllowUnauthenticatedNetworkAccess { get; set; }

    public bool HasUsers => !string.IsNullOrWhiteSpace(UsersFile);
}
