using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Glossary;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>Search results as CSV files, each user's own. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface ISearchDownloads : IGrainWithStringKey
{
    /// <summary>Makes a file of what a basic search finds; of nothing found there is none.</summary>
    Task<WriteReceipt> CreateBasicDownloadAsync(SearchDownloadRequest request, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>The same of a query in Atlas's query language.</summary>
    Task<WriteReceipt> CreateDslDownloadAsync(SearchDownloadRequest request, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Makes a file of terms and categories.</summary>
    Task<WriteReceipt> CreateGlossaryDownloadAsync(GlossaryFileRequest request, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>The files of terms and categories.</summary>
    Task<AtlasSearchResultDownloadStatus> GetGlossaryDownloadsAsync(CallContext call, CancellationToken cancellationToken = default);

    /// <summary>The files of searches.</summary>
    Task<AtlasSearchResultDownloadStatus> GetDownloadsAsync(CallContext call, CancellationToken cancellationToken = default);

    /// <summary>What is in a file, UTF-8; null when the caller has none of this name.</summary>
    Task<byte[]?> GetDownloadAsync(string fileName, CallContext call, CancellationToken cancellationToken = default);
}
