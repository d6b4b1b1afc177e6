namespace AtlasHa.TestKit;

/// <summary>Makes xunit report the running test as skipped, as Assert.Skip does: xunit knows it by the start of the message.</summary>
public sealed class ZooKeeperUnavailableException(string reason) : Exception("$XunitDynamicSkip$" + reason);
