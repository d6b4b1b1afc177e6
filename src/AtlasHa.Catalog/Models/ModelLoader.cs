using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Models.Patches;
using AtlasHa.Catalog.Types;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Models;

/// <summary>Brings the core types, a folder of model files and their patches into the catalogue at activation.</summary>
/// <param name="types">The types.</param>
/// <param name="known">What the files held when they were read last.</param>
/// <param name="recorded">What became of patches in earlier terms.</param>
/// <param name="logger">Log.</param>
internal sealed partial class ModelLoader(TypeCatalog types, KnownModels known, IEnumerable<AtlasPatch> recorded, ILogger<ModelLoader> logger)
{
    private readonly Dictionary<string, AtlasPatch> _recorded = recorded.ToDictionary(patch => patch.Id, StringComparer.Ordinal);

    // Files of patches of which none is new and some have failed.
    private readonly List<ModelFile> _failed = [];

    private static readonly CallContext Caller = new("atlas", null);

    /// <exception cref="AtlasException">The stored types do not go together with the core types.</exception>
    public async Task LoadCoreAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var model in CoreModel.Load())
            count += (await types.LoadAsync(model, Caller, cancellationToken).ConfigureAwait(false)).All().Count();
        Log.CoreLoaded(logger, count);
    }

    /// <summary>
    /// Loads each file in a transaction of its own; one that fails is logged and left out. Of a file of patches only those that fail are left out.
    /// </summary>
    public async Task LoadFolderAsync(string folder, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelFile> files;
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

    /// <summary>
    /// Tries patches again that have failed in earlier terms. Nobody's request waits for them, as it does for what a folder brings: it would wait for a write
    /// of types, and with that until what others may have in memory is out of date.
    /// </summary>
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _failed)
            await TryAsync(file, () => PatchAsync(file.Path, cancellationToken)).ConfigureAwait(false);
    }

    private Task<bool> TryLoadAsync(ModelFile file, CancellationToken cancellationToken) => TryAsync(file, async () =>
    {
        if (!file.IsPatch)
            await LoadAsync(file.Path, cancellationToken).ConfigureAwait(false);
        else if (known.Patches(file.Path).Any(patch => PatchPlanner.IsNew(patch, _recorded)))
            await PatchAsync(file.Path, cancellationToken).ConfigureAwait(false);
        else if (known.Patches(file.Path).Any(patch => PatchPlanner.IsOpen(_recorded.GetValueOrDefault(patch.Id!))))
            _failed.Add(file);
    });

    private async Task<bool> TryAsync(ModelFile file, Func<Task> load)
    {
        try
        {
            await load().ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (ModelFile.IsUnreadable(failure))
        {
            Log.FileFailed(logger, file.Path, failure.Message);
            return false;
        }
    }

    private async Task LoadAsync(string path, CancellationToken cancellationToken)
    {
        if (!known.IsNeeded(path, types.Registry))
            return;
        var changed = await types.LoadAsync(known.Types(path), Caller, cancellationToken).ConfigureAwait(false);
        Log.FileLoaded(logger, path, changed.All().Count());
    }

    private async Task PatchAsync(string path, CancellationToken cancellationToken)
    {
        var patches = known.Patches(path);
        var plan = await types.PatchAsync(patches, _recorded, Caller, cancellationToken).ConfigureAwait(false);
        foreach (var outcome in plan.Outcomes)
            _recorded[outcome.Id] = outcome;
        foreach (var problem in plan.Problems)
            Log.PatchFailed(logger, path, problem);
        Log.FilePatched(logger, path, plan.Outcomes.Count(outcome => outcome.Status == PatchStatus.Applied), patches.Count);
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

        [LoggerMessage(Level = LogLevel.Debug, Message = "Models: {File}: {Applied} of {Count} patches applied now")]
        public static partial void FilePatched(ILogger logger, string file, int applied, int count);

        [LoggerMessage(Level = LogLevel.Error, Message = "Models: {File}: patch is left out: {Reason}")]
        public static partial void PatchFailed(ILogger logger, string file, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Models: {File} is left out: {Reason}")]
        public static partial void FileFailed(ILogger logger, string file, string reason);
    }
}
