namespace AtlasHa.Catalog.Model.Grains;

/// <summary>
/// The elected leader of the cluster as one grain. It lives on the active instance's silo, follows the election, and handles every user
/// request; each area of the contract is an interface of its own. Calls made while nobody is active wait for the election.
/// </summary>
public interface IActiveInstance
    : ITypeDefinitions, IEntities, IEntityAnswers, IRelationships, IClassifications, ILabels, IBusinessMetadata, IAudit, IAdminAudit,
      ILineage, IGlossary, IDiscovery, ISavedSearches, ISearchDownloads, ICatalogMetrics, ICatalogImport, IAsyncImports, ICatalogExport, INotifications;
