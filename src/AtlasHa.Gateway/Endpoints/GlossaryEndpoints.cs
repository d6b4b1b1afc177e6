using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/glossary</c>, glossaries themselves and the import of terms; served by the ActiveInstance grain.</summary>
internal static class GlossaryEndpoints
{
    private const string Template =
        "GlossaryName, TermName, ShortDescription, LongDescription, Examples, Abbreviation, Usage, AdditionalAttributes, TranslationTerms, ValidValuesFor, "
        + "Synonyms, ReplacedBy, ValidValues, ReplacementTerms, SeeAlso, TranslatedTerms, IsA, Antonyms, Classifies, PreferredToTerms, PreferredTerms";

    public static void MapGlossary(this IEndpointRouteBuilder routes)
    {
        var glossary = routes.MapGroup("/api/atlas/v2/glossary").Requires(UserRole.Reader, toWrite: UserRole.Editor);
        MapReads(glossary);
        MapWrites(glossary);
        MapImport(glossary);
        glossary.MapTerms();
        glossary.MapCategories();
    }

    /// <summary>The parameters <c>sort</c>, <c>limit</c> and <c>offset</c> of lists.</summary>
    public static PageOptions Page(HttpRequest request) => new()
    {
        IsDescending = AtlasHttp.Text(request, "sort") == "DESC",
        Limit = AtlasHttp.Number(request, "limit", -1),
        Offset = AtlasHttp.Number(request, "offset", 0),
    };

    private static void MapReads(RouteGroupBuilder glossary)
    {
        glossary.MapGet("", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetGlossariesAsync(Page(http.Request), http.RequestAborted)));
        glossary.MapGet("/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetGlossaryAsync(AtlasHttp.Checked("guid", guid), http.RequestAborted)));
        glossary.MapGet("/{guid}/detailed", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetDetailedGlossaryAsync(AtlasHttp.Checked("guid", guid), http.RequestAborted)));
    }

    private static void MapWrites(RouteGroupBuilder glossary)
    {
        glossary.MapPost("", async (HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<AtlasGlossary>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.CreateGlossaryAsync(given, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapPut("/{guid}", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<AtlasGlossary>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateGlossaryAsync(
                AtlasHttp.Checked("guid", guid), given, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapPut("/{guid}/partial", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var changes = await AtlasHttp.ReadNullableAsync<Dictionary<string, string?>>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.PatchGlossaryAsync(
                AtlasHttp.Checked("guid", guid), changes, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapDelete("/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.DeleteGlossaryAsync(
                AtlasHttp.Checked("guid", guid), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static void MapImport(RouteGroupBuilder glossary)
    {
        glossary.MapGet("/import/template", (HttpContext http) =>
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.Headers.ContentDisposition = "attachment; filename=\"glossary_template.csv\"";
            return http.Response.WriteAsync(Template, http.RequestAborted);
        });
        glossary.MapPost("/import", async (HttpContext http, IActiveInstance active) =>
        {
            var (name, content) = await MultipartFile.ReadAsync(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.ImportTermsAsync(name, content, AtlasHttp.Caller(http), http.RequestAborted));
        });
    }
}
