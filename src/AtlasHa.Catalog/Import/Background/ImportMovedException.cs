namespace AtlasHa.Catalog.Import.Background;

/// <summary>A background import is not any more what was read of it: it was aborted, or a write whose answer was lost has moved it on. Nothing was changed.</summary>
internal sealed class ImportMovedException(string importId) : Exception($"import {importId} has become another one meanwhile");
