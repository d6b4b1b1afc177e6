namespace AtlasHa.Catalog.Storage;

/// <summary>Who waits for a piece of work.</summary>
public enum WriteUrgency
{
    /// <summary>A user who changes the catalogue; counted in <see cref="WriteQueue.UserWrites"/>.</summary>
    User,

    /// <summary>Somebody, for what is too small to be looked at, or the catalogue's own work that goes step by step. As urgent as a user's.</summary>
    Service,

    /// <summary>Nobody, and many may wait: goes after the others, in its own order.</summary>
    Background,
}
