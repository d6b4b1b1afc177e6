using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Tests;

/// <summary>The views that an instance named <c>self</c> can have.</summary>
internal static class Views
{
    public const string OtherUrl = "http://other.example:21001";

    public static ElectionView ActiveHere() => View(RoleState.Active, Instance("self", "http://self.example:21000"));

    public static ElectionView ActiveElsewhere() => View(RoleState.Passive, Instance("other", OtherUrl));

    public static ElectionView ActiveAt(Uri url) => View(RoleState.Passive, Instance("other", url.GetLeftPart(UriPartial.Authority)));

    public static ElectionView Nobody(RoleState role = RoleState.Passive) => View(role, active: null);

    /// <summary>A passive that has just left office and still sees its own address.</summary>
    public static ElectionView JustLeft() => View(RoleState.Passive, Instance("self", "http://self.example:21000"));

    public static ElectionView Of(RoleState role, bool otherActive) => View(role, otherActive ? Instance("other", OtherUrl) : null);

    public static InstanceInfo Instance(string id, string url)
        => new(id, new Uri(url), SiloAddress: null, "1.0", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, Epoch: null);

    private static ElectionView View(RoleState role, InstanceInfo? active) => new(
        "self", role, active, new Dictionary<string, InstanceInfo> { ["self"] = Instance("self", "http://self.example:21000") }, HighestEpoch: 1, Connected: true,
        role == RoleState.Active ? new Term(1, CancellationToken.None) : null);
}
