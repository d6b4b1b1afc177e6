namespace AtlasHa.Gateway;

/// <summary>What a passive instance does with a user request.</summary>
public enum PassiveMode
{
    /// <summary>It sends the client to the active instance.</summary>
    Redirect,

    /// <summary>It passes the request to the active instance, and the answer back.</summary>
    Forward,
}
