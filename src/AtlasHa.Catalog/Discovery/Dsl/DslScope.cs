using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>What the names of a query mean: the types that it is about, their attributes, and its alias.</summary>
internal sealed class DslScope(Scope scope, IReadOnlyCollection<string> ownNames, TypeRegistry types)
{
    public Scope Entities => scope;

    /// <exception cref="DslException">A part of the name leads nowhere.</exception>
    public DslPath Resolve(DslName name)
    {
        var parts = name.Text.Split('.');
        // The alias or the type itself in front says nothing, unless an attribute has that name.
        if (parts.Length > 1 && ownNames.Contains(parts[0]) && Reference(scope, parts[0]) is null)
            parts = parts[1..];
        // Attributes of business metadata have a dot in their name.
        if (Attributes.Find(scope, string.Join('.', parts)) is { } direct && Reference(scope, string.Join('.', parts)) is null)
            return new DslPath([], direct);
        var here = scope;
        List<Reference> references = [];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Reference(here, parts[i]) is { } reference)
            {
                references.Add(reference);
                here = reference.Target is { } target ? Scope.Of([target], withSubTypes: true, types) : Scope.Everything(types);
            }
            else if (i == parts.Length - 1 && Attributes.Find(here, parts[i]) is { } attribute)
                return new DslPath(references, attribute);
            else
                throw new DslException(name.Position, $"unknown attribute '{parts[i]}' of {Shown(here)}");
        }
        return new DslPath(references, null);
    }

    /// <summary>The references to a subject of a condition; none when it is the entity that the query is about.</summary>
    public IReadOnlyList<Reference> Subject(DslName? name)
    {
        if (name is null || ownNames.Contains(name.Text))
            return [];
        var path = Resolve(name);
        return path.Attribute is null ? path.References : throw new DslException(name.Position, $"'{name.Text}' leads to no entity");
    }

    /// <summary>The same from where references lead to.</summary>
    public DslScope At(IReadOnlyList<Reference> references) => references.Count == 0
        ? this
        : new DslScope(references[^1].Target is { } target ? Scope.Of([target], withSubTypes: true, types) : Scope.Everything(types), [], types);

    private static Reference? Reference(Scope scope, string name) =>
        scope.Types.Select(type => Query.Reference.Find(type, name)).FirstOrDefault(reference => reference is not null);

    private static string Shown(Scope scope) => scope.Types.Count > 0 ? scope.Types[0].Name : "any type";
}
