namespace AtlasHa.ZooKeeper;

/// <summary>One server of an ensemble: name or address literal, and port. The name is resolved anew on every connect.</summary>
public sealed record ServerAddress(string Host, int Port)
{
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
