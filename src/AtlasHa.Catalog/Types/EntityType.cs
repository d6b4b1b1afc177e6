using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A kind of metadata object.</summary>
public sealed class EntityType : HierarchicalType
{
    private const string InternalType = "__internal";
    private const string DisplayTextOption = "displayTextAttribute";
    private const string SchemaAttributesOption = "schemaAttributes";
    private static readonly string[] HeaderNames = ["name", "description", "owner", "createTime"];
    private static readonly string[] DisplayNames = ["name", "displayName", "qualifiedName"];

    internal EntityType(AtlasEntityDef def) : base(def)
    {
    }

    public new AtlasEntityDef Def => (AtlasEntityDef)base.Def;

    public override TypeCategory? Category => TypeCategory.Entity;

    public override IReadOnlyList<string> DirectSuperTypes => Def.SuperTypes ?? [];

    /// <summary>Entities of this type are the catalogue's own, such as glossary terms: nothing of them stays when they are deleted.</summary>
    public bool IsInternal => IsSubTypeOf(InternalType);

    /// <summary>Those of <see cref="StructType.Attributes"/> whose values name one entity.</summary>
    public IReadOnlyDictionary<string, AtlasAttribute> UniqueAttributes { get; private set; } = new Dictionary<string, AtlasAttribute>();

    /// <summary>
    /// Attributes that come from relationship types, inherited ones included, by name. A legacy one may also be among the declared
    /// attributes: its values belong here then.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RelationshipAttribute>> RelationshipAttributes { get; internal set; } =
        new Dictionary<string, IReadOnlyList<RelationshipAttribute>>();

    /// <summary>Business metadata attributes that apply to entities of this type, by business metadata name and attribute name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, AtlasAttribute>> BusinessAttributes { get; internal set; } =
        new Dictionary<string, IReadOnlyDictionary<string, AtlasAttribute>>();

    /// <summary>Names of the attributes that a header shows.</summary>
    public IReadOnlyList<string> HeaderAttributes { get; private set; } = [];

    /// <summary>Names of the attributes that messages about an entity show.</summary>
    public IReadOnlyList<string> NotificationAttributes { get; private set; } = [];

    /// <summary>Names of the attributes shown where an entity is asked for in short: those of the header and of option schemaAttributes.</summary>
    public IReadOnlyList<string> MinInfoAttributes { get; private set; } = [];

    /// <summary>Names of the attributes whose first non-empty value is the display text.</summary>
    public IReadOnlyList<string> DisplayTextAttributes { get; private set; } = [];

    /// <summary>The display text of an entity of this type with these attributes; null when it has none.</summary>
    public string? DisplayText(IReadOnlyDictionary<string, object?> attributes)
    {
        foreach (var name in DisplayTextAttributes)
        {
            if (attributes.GetValueOrDefault(name) is { } value && AttributeValue.ToText(value) is { Length: > 0 } text)
                return text;
        }
        return null;
    }

    /// <summary>Derives the lists above from the resolved attributes and the options of this type and its supertypes.</summary>
    internal void DeriveAttributeLists(IEnumerable<EntityType> selfAndSuperTypes)
    {
        var lineage = selfAndSuperTypes.ToList();
        UniqueAttributes = Attributes.Where(pair => pair.Value.IsUnique).ToDictionary(StringComparer.Ordinal);
        HeaderAttributes = [.. UniqueAttributes.Keys.Union(HeaderNames.Where(Attributes.ContainsKey))];
        NotificationAttributes = [.. HeaderAttributes.Union(Attributes.Values.Where(attribute => attribute.Def.IncludeInNotification).Select(attribute => attribute.Name))];
        var schema = Option(lineage, SchemaAttributesOption) is { } json ? TypeOptions.ParseNames(json) : [];
        MinInfoAttributes = [.. HeaderAttributes.Union(schema.Where(Attributes.ContainsKey))];
        var display = Option(lineage, DisplayTextOption) is { } name ? [name] : Array.Empty<string>();
        DisplayTextAttributes = [.. display.Concat(DisplayNames).Where(Attributes.ContainsKey).Distinct()];
    }

    private static string? Option(List<EntityType> lineage, string option) => lineage
        .Select(type => type.Def.Options?.GetValueOrDefault(option))
        .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
