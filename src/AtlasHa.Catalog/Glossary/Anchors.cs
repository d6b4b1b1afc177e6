using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Finds the glossaries that terms and categories are to belong to.</summary>
internal static class Anchors
{
    /// <summary>The guid of the glossary that is named.</summary>
    /// <exception cref="AtlasException">400-00-079: there is no such glossary.</exception>
    public static async ValueTask<string> FindAsync(GlossaryObjects objects, AtlasGlossaryHeader anchor, CancellationToken cancellationToken)
    {
        try
        {
            return (await objects.GetAsync(anchor.GlossaryGuid, GlossaryTypes.Glossary, cancellationToken).ConfigureAwait(false)).Guid;
        }
        catch (AtlasException failure)
        {
            throw new AtlasException(AtlasErrorCode.GlossaryQualifiedNameCantBeDerived, failure, $"there is no glossary {anchor.GlossaryGuid}");
        }
    }
}
