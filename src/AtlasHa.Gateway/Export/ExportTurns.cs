using AtlasHa.Catalog.Model.Errors;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Export;

/// <summary>How many exports run at a time: each reads as fast as its client takes it, and must leave connections of the store to other users.</summary>
internal sealed class ExportTurns(IOptions<GatewayOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.MaxExports);

    /// <summary>Takes a turn, which ends when it is disposed of.</summary>
    /// <exception cref="AtlasException">500-00-006: as many as may run are running.</exception>
    public IDisposable Take()
        => _free.Wait(TimeSpan.Zero) ? new Turn(_free) : throw new AtlasException(AtlasErrorCode.FailedToObtainImportExportLock, "try again when an export is done (AtlasHa:Gateway:MaxExports)");

    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
