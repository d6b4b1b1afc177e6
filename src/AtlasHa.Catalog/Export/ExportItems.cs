using System.Text.RegularExpressions;
using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Export;

/// <summary>Finds where an export begins. Types include their subtypes.</summary>
internal sealed class ExportItems(ICatalogReader reader, TypeRegistry types, DateTimeOffset now)
{
    private const string ForType = "forType";
    private const string Matches = "matches";

    private readonly EntitySearch _search = new(reader, types);

    public async ValueTask<IReadOnlyList<string>> FindAsync(AtlasObjectId item, string? matchType, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(item.Guid))
        {
            var found = await reader.ReadEntitiesAsync([item.Guid], cancellationToken).ConfigureAwait(false);
            return [.. found.Values.Where(row => row.Status == EntityRowStatus.Active).Select(row => row.Guid)];
        }
        var isForType = Is(matchType, ForType) && !string.IsNullOrEmpty(item.TypeName);
        if (!isForType && item.UniqueAttributes is not { Count: > 0 })
            return [];
        var scope = Names.ScopeOf(item.TypeName, withSubTypes: true, excludeDeleted: true, types);
        if (isForType)
            return await FindAsync(new EntityQuery(scope, Predicate.True), _ => true, cancellationToken).ConfigureAwait(false);
        HashSet<string> guids = [];
        foreach (var (name, value) in item.UniqueAttributes!)
        {
            if (value is not null)
                guids.UnionWith(await FindAsync(scope, name, AttributeValue.ToText(value), matchType, cancellationToken).ConfigureAwait(false));
        }
        return [.. guids];
    }

    private ValueTask<IReadOnlyList<string>> FindAsync(Scope scope, string name, string value, string? matchType, CancellationToken cancellationToken)
    {
        var attribute = Attributes.Get(scope, name);
        if (Is(matchType, Matches))
        {
            var pattern = Pattern(value);
            return FindAsync(
                new EntityQuery(scope, Predicate.True), candidate => attribute.Read(candidate) is { } text && pattern.IsMatch(AttributeValue.ToText(text)), cancellationToken);
        }
        var comparison = Is(matchType, "startsWith") ? "startsWith" : Is(matchType, "endsWith") ? "endsWith" : Is(matchType, "contains") ? "contains" : "=";
        var where = new Filters(_ => attribute, now).Compile(new FilterCriteria { AttributeName = name, Operator = comparison, AttributeValue = value });
        return FindAsync(new EntityQuery(scope, where), _ => true, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<string>> FindAsync(EntityQuery query, Func<Candidate, bool> isWanted, CancellationToken cancellationToken)
    {
        var (cover, _) = await _search.ChooseAsync(query, cancellationToken).ConfigureAwait(false);
        List<string> guids = [];
        await foreach (var candidate in _search.AllAsync(query, cover, cancellationToken).ConfigureAwait(false))
        {
            if (isWanted(candidate))
                guids.Add(candidate.Entity.Guid);
        }
        return guids;
    }

    // As Java's: about the whole value. One that is slow to match is none that this engine takes.
    private static Regex Pattern(string text)
    {
        try
        {
            return new Regex($"\\A(?:{text})\\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new AtlasException(AtlasErrorCode.BadRequest, $"'{text}' cannot be used as a regular expression: {wrong.Message}");
        }
    }

    private static bool Is(string? matchType, string name) => string.Equals(matchType, name, StringComparison.OrdinalIgnoreCase);
}
