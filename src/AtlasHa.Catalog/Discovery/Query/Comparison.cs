namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>How a value is compared. An attribute with several values matches when one of them does; the negative ones when none does.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Equal to one of the operands.</summary>
    In,

    /// <summary>Text with <c>*</c> and <c>?</c> as wildcards.</summary>
    Like,
    StartsWith,
    EndsWith,
    Contains,
    NotContains,
    ContainsAny,
    ContainsAll,
    IsNull,
    NotNull,
    NotEmpty,
}
