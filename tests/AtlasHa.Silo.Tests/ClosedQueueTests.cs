using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Cluster;

namespace AtlasHa.Silo.Tests;

/// <summary>The queue of writes may close by itself, before the gate does: after a commit of unknown outcome.</summary>
public sealed class ClosedQueueTests
{
    [Fact]
    public async Task Request_may_be_tried_elsewhere_when_the_queue_has_closed_and_the_gate_is_still_open()
    {
        await using var term = await OpenTerm.NewAsync();

        await Should.ThrowAsync<NotActiveException>(() => term.Requests.RunAsync(
            async (catalog, cancel) =>
            {
                await catalog.DisposeAsync();
                return await catalog.Types.DeleteAsync("DataSet", force: false, new CallContext("tester", RequestId: null), cancel);
            },
            CancellationToken.None));
    }
}
