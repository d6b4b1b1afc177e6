namespace AtlasHa.Catalog.Tables;

/// <summary>An uploaded table cannot be read.</summary>
/// <param name="kind">What it should be: <c>CSV</c>, <c>XLSX</c>, <c>XLS</c>.</param>
/// <param name="reason">What is wrong, and where.</param>
internal sealed class TableFileException(string kind, string reason, Exception? cause = null) : Exception(reason, cause)
{
    public string Kind => kind;
}
