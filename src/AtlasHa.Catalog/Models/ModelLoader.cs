using System.Text.Json;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Models;

/// <summary>Brings the core types and a folder of model files into the catalogue at activation.</summary>
internal sealed partial class ModelLoader(TypeCatalog types, ILogger<ModelLoader> logger)
{
    private static readonly CallContext Caller = new("atlas", null);

    /// <exception cref="AtlasException">The stored types do not go together with the core types.</exception>
    public async Task LoadCoreAsync(CancellationToken cancellationToken)
    {
        var changed = await types.LoadAsync(CoreModel.Load(), Caller, cancellationToken).ConfigureAwait(false);
        Log.CoreLoaded(logger, changed.All().Count());
    }

    /// <summary>Loads each file in a transaction of its own; one that fails is logged and left out.</summary>
    public async Task LoadFolderAsync(string folder, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files;
        try
        {
            files = ModelFolder.Files(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.FolderFailed(logger, folder, failure.Message);
            return;
        }
        var loaded = 0;
        foreach (var file in files)
        {
            if (await TryLoadAsync(file, cancellationToken).ConfigureAwait(false))
                loaded++;
        }
        Log.FolderLoaded(logger, loaded, files.Count, folder);
    }

    private async Task<bool> TryLoadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            var changed = await types.LoadAsync(AtlasJson.Parse<AtlasTypesDef>(bytes), Caller, cancellationToken).ConfigureAwait(false);
            Log.FileLoaded(logger, file, changed.All().Count());
            return true;
        }
        catch (Exception failure) when (failure is JsonException or AtlasException or IOException or UnauthorizedAccessException)
        {
            Log.FileFailed(logger, file, failure.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Core types: {Count} created or updated")]
        public static partial void CoreLoaded(ILogger logger, int count);

        [LoggerMessage(Level = LogLevel.Information, Message = "Models: {Loaded} of {Count} files of {Folder} loaded")]
        public static partial void FolderLoaded(ILogger logger, int loaded, int count, string folder);

        [LoggerMessage(Level = LogLevel.Error, Message = "Models: folder {Folder} cannot be read and is left out: {Reason}")]
        public static partial void FolderFailed(ILogger logger, string folder, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Models: {File}: {Count} types created or updated")]
        public static partial void FileLoaded(ILogger logger, string file, int count);

        [LoggerMessage(Level = LogLevel.Error, Message = "Models: {File} is left out: {Reason}")]
        public static partial void FileFailed(ILogger logger, string file, string reason);
    }
}
