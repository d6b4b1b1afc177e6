using AtlasHa.Catalog.Model.Cluster;

namespace AtlasHa.Silo.Terms;

/// <summary>Listens to the catalogue in office. Whoever waits here is not in the gate, so that leaving office waits for nobody.</summary>
internal sealed class EntityFeed(RequestGate gate) : IEntityFeed
{
    public Task NextAsync()
    {
        using var pass = gate.Enter();
        return pass.Catalog.Outbox.Changed;
    }
}
