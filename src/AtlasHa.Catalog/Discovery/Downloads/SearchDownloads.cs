using System.Globalization;
using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Glossary;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Downloads;

/// <summary>Search results as CSV or, of terms, Excel files. They are in the store, so that they outlive the instance that made them; a user keeps the newest few.</summary>
public sealed class SearchDownloads
{
    /// <summary>So many files a user has at most.</summary>
    public const int MaxFiles = 10;

    private const string GlossaryKind = "GLOSSARY";
    private const string Csv = "csv";
    private const string Excel = "xlsx";

    // Spreadsheets know UTF-8 by it, as in Atlas's own file.
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly CatalogAccess _access;
    private readonly DiscoveryCatalog _discovery;
    private readonly GlossaryCatalog _glossaries;

    internal SearchDownloads(CatalogAccess access, DiscoveryCatalog discovery, GlossaryCatalog glossaries) =>
        (_access, _discovery, _glossaries) = (access, discovery, glossaries);

    /// <inheritdoc cref="DiscoveryCatalog.SearchBasicAsync"/>
    public Task<WriteReceipt> CreateBasicAsync(SearchDownloadRequest request, CallContext call, CancellationToken cancellationToken) =>
        CreateAsync(request, "BASIC", call, parameters => _discovery.SearchBasicAsync(
            parameters with
            {
                Limit = Limits.MaxLimit,
                ExcludeHeaderAttributes = false,
                Attributes = [.. parameters.Attributes ?? [], .. (request.AttributeLabelMap ?? []).Values.OfType<string>()],
            },
            cancellationToken), cancellationToken);

    /// <inheritdoc cref="DiscoveryCatalog.SearchDslAsync"/>
    public Task<WriteReceipt> CreateDslAsync(SearchDownloadRequest request, CallContext call, CancellationToken cancellationToken) =>
        CreateAsync(request, "DSL", call, parameters => _discovery.SearchDslAsync(
            parameters.Query, parameters.TypeName, parameters.Classification, Limits.MaxLimit, parameters.Offset, cancellationToken), cancellationToken);

    /// <summary>A file of terms and categories; when there are none it has its header only.</summary>
    /// <exception cref="AtlasException">400-00-098: another format than CSV and XLSX; 400-00-029: an unknown mode.</exception>
    public async Task<WriteReceipt> CreateGlossaryAsync(GlossaryFileRequest request, CallContext call, CancellationToken cancellationToken)
    {
        var wanted = request.ExportParameters ?? request;
        GlossaryTable.Check(wanted);
        var found = await _glossaries.FindAsync(GlossarySelection.Of(wanted), cancellationToken).ConfigureAwait(false);
        var rows = GlossaryTable.Rows(found, wanted);
        return GlossaryTable.IsExcel(wanted)
            ? await PutAsync(GlossaryKind, request, await ExcelFile.OfAsync(rows, cancellationToken).ConfigureAwait(false), call, cancellationToken, Excel).ConfigureAwait(false)
            : await PutAsync(GlossaryKind, request, [.. ByteOrderMark, .. CsvText.Of(rows)], call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files of searches.</summary>
    public Task<AtlasSearchResultDownloadStatus> ListAsync(CallContext call, CancellationToken cancellationToken) =>
        ListAsync(row => !IsOfGlossary(row.FileName), call, cancellationToken);

    /// <summary>The files of terms and categories.</summary>
    public Task<AtlasSearchResultDownloadStatus> ListGlossaryAsync(CallContext call, CancellationToken cancellationToken) =>
        ListAsync(row => IsOfGlossary(row.FileName), call, cancellationToken);

    /// <summary>Null when the caller has no file of this name.</summary>
    public Task<byte[]?> GetAsync(string fileName, CallContext call, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.FindSearchDownloadAsync(call.User, fileName, cancellationToken), cancellationToken);

    private async Task<WriteReceipt> CreateAsync(
        SearchDownloadRequest request, string kind, CallContext call, Func<SearchParameters, Task<AtlasSearchResult>> search, CancellationToken cancellationToken)
    {
        var parameters = request.SearchParameters ?? throw new AtlasException(AtlasErrorCode.InvalidParameters, "searchParameters are missing");
        var found = await search(parameters).ConfigureAwait(false);
        return await PutAsync(kind, request, ResultTable.Of(found, request.AttributeLabelMap ?? [])?.ToCsv(), call, cancellationToken).ConfigureAwait(false);
    }

    private Task<WriteReceipt> PutAsync<T>(
        string kind, T request, byte[]? content, CallContext call, CancellationToken cancellationToken, string ending = Csv)
    {
        var now = _access.Now;
        return _access.WriteRowsAsync(
            RequestKey.Of(call, "searchDownload.create", kind, request),
            async (writer, cancel) =>
            {
                if (content is not null)
                    await writer.PutSearchDownloadAsync(
                        new SearchDownloadRow(call.User, FileName(call.User, kind, now, ending), now), content, MaxFiles, cancel).ConfigureAwait(false);
                return new WriteReceipt();
            },
            cancellationToken);
    }

    private Task<AtlasSearchResultDownloadStatus> ListAsync(Func<SearchDownloadRow, bool> isWanted, CallContext call, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, _) => new AtlasSearchResultDownloadStatus
            {
                SearchDownloadRecords =
                    [.. (await reader.ReadSearchDownloadsAsync(call.User, cancellationToken).ConfigureAwait(false)).Where(isWanted).Select(Record)],
            },
            cancellationToken);

    // What a user is called cannot stand between the kind and the time.
    private static bool IsOfGlossary(string fileName) => fileName.Split('_') is [.., GlossaryKind, _, _];

    // As Atlas names them; a user's name may hold what a path cannot.
    private static string FileName(string user, string kind, long time, string ending) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Concat(user.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '@' ? c : '_'))}_{kind}_{DateTimeOffset.FromUnixTimeMilliseconds(time):yyyy-MM-dd_HH-mm-ss.fff}.{ending}");

    private static AtlasSearchDownloadRecord Record(SearchDownloadRow row) => new()
    {
        Status = SearchDownloadState.Complete,
        FileName = row.FileName,
        CreatedBy = row.Owner,
        CreatedTime = row.CreateTime,
    };
}
