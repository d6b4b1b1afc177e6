namespace AtlasHa.Catalog.Storage.Notifications;

/// <summary>Messages of one topic's queue.</summary>
/// <param name="Topic">Whose queue.</param>
/// <param name="From">The lowest id, which need not be there. Below it nothing is looked at: what was there has gone, and databases walk long over what has gone.</param>
/// <param name="Next">The id after the last one.</param>
public sealed record QueueRange(string Topic, long From, long Next);
