namespace AtlasHa.Storage;

/// <summary>What the two stores' statements about the admin audit differ in.</summary>
/// <param name="Find">The function that gives the place of a text in another one, 0 for none.</param>
/// <param name="Parameter">How a parameter is written, by its number from 1 and its value.</param>
/// <param name="Pattern">Makes a pattern of a text with <c>*</c> and <c>?</c>.</param>
/// <param name="Like">A comparison of a column with such a pattern, in which case counts.</param>
internal sealed record AdminAuditDialect(string Find, Func<int, object, string> Parameter, Func<string, string> Pattern, Func<string, string, string> Like);
