using Orleans.Runtime;

namespace AtlasHa.Silo.Grains;

/// <summary>
/// The grain's activation on this silo, if any. An activation that outlived its term would be a second, stale copy when leadership
/// comes back, so leaving office ends it.
/// </summary>
internal sealed class ActiveInstanceActivation
{
    private volatile IGrainContext? _context;

    public void Begun(IGrainContext context) => _context = context;

    public void Ended(IGrainContext context) => Interlocked.CompareExchange(ref _context, null, context);

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_context is not { } context) return;
        context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "this instance has left office"), cancellationToken);
        await context.Deactivated.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
