using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Finds attributes by name: declared ones, those of business metadata (<c>name.attribute</c>), and system attributes.</summary>
internal static class Attributes
{
    /// <exception cref="AtlasException">400-00-023: none of the types has it.</exception>
    public static SearchAttribute Get(Scope scope, string name) => Find(scope, name)
        ?? throw new AtlasException(AtlasErrorCode.UnknownAttribute, name, string.Join(",", scope.Types.Take(1).Select(type => type.Name)));

    public static SearchAttribute? Find(Scope scope, string name)
    {
        if (SystemAttributes.Find(name) is { } system)
            return system;
        AtlasAttribute[] declared = [.. scope.Types.Select(type => type.Attributes.GetValueOrDefault(name)).OfType<AtlasAttribute>()];
        if (declared.Length > 0)
            return new SearchAttribute(name, declared[0].Type, candidate => candidate.Attribute(name)) { IsIndexed = declared.All(IndexedAttribute.IsIndexed) };
        return name.Split('.') is [var metadata, var attribute] ? Business(scope, name, metadata, attribute) : null;
    }

    private static SearchAttribute? Business(Scope scope, string name, string metadata, string attribute) => scope.Types
        .Select(type => type.BusinessAttributes.GetValueOrDefault(metadata)?.GetValueOrDefault(attribute))
        .OfType<AtlasAttribute>()
        .Select(found => new SearchAttribute(
            name, found.Type, candidate => candidate.Entity.Document.BusinessAttributes?.GetValueOrDefault(metadata)?.GetValueOrDefault(attribute)))
        .FirstOrDefault();
}
