using AtlasHa.Catalog.Discovery.Query;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>A dotted name, resolved: the references that lead there, then the attribute, or none when the last reference itself is meant.</summary>
internal sealed record DslPath(IReadOnlyList<Reference> References, SearchAttribute? Attribute);
