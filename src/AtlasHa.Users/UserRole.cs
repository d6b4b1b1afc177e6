namespace AtlasHa.Users;

/// <summary>What a user may do. Each role may do what those before it may.</summary>
public enum UserRole
{
    /// <summary>Reads and searches.</summary>
    Reader,

    /// <summary>Changes entities and what hangs on them.</summary>
    Editor,

    /// <summary>Changes types, removes for good, and moves the service between instances.</summary>
    Admin,
}
