using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>What a connection tells the session that it serves. Called on the read loop: must not block.</summary>
internal interface IConnectionOwner
{
    /// <summary>An answer carried this transaction number.</summary>
    void SawZxid(long zxid);

    /// <summary>The server said that the session is over or its credentials are refused.</summary>
    void Refused(SessionEvent verdict);
}
