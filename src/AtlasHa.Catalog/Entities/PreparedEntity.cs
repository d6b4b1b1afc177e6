using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// An entity of a request, taken apart by its type: declared attributes on one side, relationship attributes on the other, wherever the
/// client wrote them. Names that the type does not know are dropped.
/// </summary>
internal sealed class PreparedEntity
{
    private PreparedEntity(AtlasEntity source, EntityType type)
    {
        Source = source;
        Type = type;
    }

    public AtlasEntity Source { get; }

    public EntityType Type { get; }

    /// <summary>As the client named it; a leading <c>-</c> marks a placeholder.</summary>
    public string Guid => Source.Guid!;

    public bool IsTopLevel { get; private init; }

    /// <summary>Only its unique attributes are known, from a reference to it.</summary>
    public bool IsShell { get; private init; }

    /// <summary>Values as given, of declared attributes that are no relationship attributes.</summary>
    public Dictionary<string, object?> Given { get; } = [];

    /// <summary>Values as given, of relationship attributes.</summary>
    public Dictionary<string, object?> GivenRelationships { get; } = [];

    /// <summary>The references in <see cref="GivenRelationships"/>.</summary>
    public Dictionary<string, IReadOnlyList<RelationshipReference>> Relationships { get; } = [];

    /// <summary>Names in <see cref="Relationships"/> from which references were left out, so that they do not say who is not meant.</summary>
    public HashSet<string> Incomplete { get; } = [];

    /// <summary>The normal form of <see cref="Given"/>; complete only when validation found nothing wrong.</summary>
    public Dictionary<string, object?> Attributes { get; set; } = [];

    /// <summary>Takes the entity apart. References are not looked at yet.</summary>
    public static PreparedEntity Of(AtlasEntity source, EntityType type, bool isTopLevel)
    {
        var prepared = new PreparedEntity(source, type) { IsTopLevel = isTopLevel };
        foreach ((string name, object? value) in source.Attributes ?? [])
        {
            if (type.RelationshipAttributes.ContainsKey(name))
                prepared.GivenRelationships[name] = value;
            else if (type.Attributes.ContainsKey(name))
                prepared.Given[name] = value;
        }

        foreach ((string name, object? value) in source.RelationshipAttributes ?? [])
        {
            if (type.RelationshipAttributes.ContainsKey(name))
                prepared.GivenRelationships[name] = value;
        }

        return prepared;
    }

    /// <summary>What a reference by unique attributes says of an entity that is not there.</summary>
    public static PreparedEntity Shell(AtlasObjectId reference, EntityType type)
    {
        var shell = new PreparedEntity(new AtlasEntity { TypeName = type.Name, Attributes = reference.UniqueAttributes!.ToDictionary() }, type) { IsShell = true };
        foreach ((string name, object? value) in shell.Source.Attributes!.Where(pair => type.UniqueAttributes.ContainsKey(pair.Key)))
            shell.Given[name] = value;
        return shell;
    }
}
