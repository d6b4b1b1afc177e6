using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Relationships;

/// <summary>Which ways a relationship may let classifications spread.</summary>
internal static class PropagationRules
{
    /// <param name="wanted">Seen from the definition's end 1; null: nothing is asked for.</param>
    /// <exception cref="AtlasException">400-00-091: it is wider than the definition's.</exception>
    public static void Check(PropagateTags? wanted, RelationshipType type)
    {
        PropagateTags allowed = type.Def.PropagateTags;
        if (wanted is not (null or PropagateTags.None) && wanted != allowed && allowed != PropagateTags.Both)
            throw new AtlasException(AtlasErrorCode.InvalidPropagationType, wanted, type.Name, allowed);
    }

    /// <summary>The same ways, seen from the other end.</summary>
    public static PropagateTags Reverse(PropagateTags tags) => tags switch
    {
        PropagateTags.OneToTwo => PropagateTags.TwoToOne,
        PropagateTags.TwoToOne => PropagateTags.OneToTwo,
        _ => tags,
    };
}
