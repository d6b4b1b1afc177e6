namespace AtlasHa.Catalog.Storage.AdminAudit;

/// <summary>How a column is compared. Text is compared by its characters, case counts. Only the negative ones hold for what is not there.</summary>
public enum AdminAuditComparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Equal to one of the values.</summary>
    In,

    /// <summary>The whole text, with <c>*</c> for any text and <c>?</c> for one character.</summary>
    Like,
    StartsWith,
    EndsWith,
    Contains,
    NotContains,
    IsNull,
    NotNull,
    NotEmpty,
}
