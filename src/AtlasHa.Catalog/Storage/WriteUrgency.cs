namespace AtlasHa.Catalog.Storage;

/// <summary>Who waits for a piece of work.</summary>
public enum WriteUrgency
{
    /// <summary>A user who changes the catalogue; counted in <see cref="WriteQueue.UserWrites"/>.</summary>
    User,

    /// <summary>Somebody, for what is too small to be looked at. As urgent as a user's.</summary>
    Service,

    /// <summary>Nobody: goes after all that somebody waits for, in its own order.</summary>
    Background,
}
