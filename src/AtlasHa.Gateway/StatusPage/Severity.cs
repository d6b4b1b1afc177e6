namespace AtlasHa.Gateway.StatusPage;

/// <summary>How much an operator should mind; the worst counts for the whole page.</summary>
internal enum Severity
{
    Good,

    /// <summary>Something is under way that ends by itself.</summary>
    Notice,

    /// <summary>Users are served, but something is missing.</summary>
    Warning,

    /// <summary>Users are not served as they should be.</summary>
    Bad,
}
