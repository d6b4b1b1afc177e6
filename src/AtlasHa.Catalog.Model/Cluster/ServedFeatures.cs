namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>What of the REST interface is served only where a setting says so.</summary>
/// <param name="LineageOnDemand">The on-demand form of lineage.</param>
/// <param name="RelationshipSearch">The search for relationships.</param>
public sealed record ServedFeatures(bool LineageOnDemand, bool RelationshipSearch);
