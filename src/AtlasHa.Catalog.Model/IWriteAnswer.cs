namespace AtlasHa.Catalog.Model;

/// <summary>The answer to a write, which says whether it is the first one or a repetition of it.</summary>
public interface IWriteAnswer<TSelf>
    where TSelf : IWriteAnswer<TSelf>
{
    /// <summary>
    /// True when the write was carried out earlier, under the same request id, and this is the answer that was given then. Not part of the JSON.
    /// </summary>
    bool IsReplayed { get; }

    /// <summary>This answer as given again.</summary>
    TSelf AsReplayed();
}
