using System.Net;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Tests;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Grains;
using AtlasHa.Silo.Placement;
using AtlasHa.TestKit;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;

namespace AtlasHa.Silo.Tests;

/// <summary>Both grains live where the election says and nowhere else.</summary>
public sealed class PlacementTests : IDisposable
{
    private static readonly SiloAddress First = SiloAddress.New(IPAddress.Loopback, 11111, 1);
    private static readonly SiloAddress Second = SiloAddress.New(IPAddress.Loopback, 11112, 1);
    private static readonly GrainId Active = GrainId.Create(GrainTypes.ActiveInstance, "active");
    private static readonly GrainId StatusOfSecond = GrainId.Create(GrainTypes.InstanceStatus, "id2");
    private static readonly GrainId Foreign = GrainId.Create("something-else", "x");

    private readonly SettableElection _election = new();
    private readonly ElectedLocations _locations;
    private readonly ElectionGrainDirectory _directory;

    public PlacementTests()
    {
        _locations = new ElectedLocations(_election, Options.Create(new ActiveInstanceOptions { PlacementPatience = TestTimeouts.Short }));
        _directory = new ElectionGrainDirectory(_locations);
    }

    [Fact]
    public async Task Activation_on_the_elected_silo_is_accepted()
    {
        _election.Set(View(active: "id1"));
        var own = new GrainAddress { GrainId = Active, SiloAddress = First };
        (await _directory.Register(own)).ShouldBe(own);
    }

    [Fact]
    public async Task Activation_elsewhere_is_refused_by_naming_the_elected_silo()
    {
        _election.Set(View(active: "id1"));
        (await _directory.Register(new GrainAddress { GrainId = Active, SiloAddress = Second }))!.SiloAddress.ShouldBe(First);
        (await _directory.Register(new GrainAddress { GrainId = StatusOfSecond, SiloAddress = First }))!.SiloAddress.ShouldBe(Second);
    }

    [Fact]
    public async Task Lookup_waits_while_nobody_is_active()
    {
        _election.Set(View(active: null));
        var lookup = _directory.Lookup(Active);
        lookup.IsCompleted.ShouldBeFalse();

        _election.Set(View(active: "id2"));

        (await lookup)!.SiloAddress.ShouldBe(Second);
    }

    [Fact]
    public async Task Lookup_of_an_unknown_instance_fails_in_time_and_says_so()
    {
        _election.Set(View(active: "id1"));
        using var impatient = new ElectedLocations(_election, Options.Create(new ActiveInstanceOptions { PlacementPatience = TimeSpan.FromMilliseconds(1) }));
        var unknown = GrainId.Create(GrainTypes.InstanceStatus, "id9");
        (await Should.ThrowAsync<NotActiveException>(() => impatient.WaitAsync(unknown, CancellationToken.None))).Message.ShouldContain("id9");
    }

    [Fact]
    public void Cache_follows_the_election_at_once_and_stores_nothing()
    {
        var cache = new ElectionDirectoryCache(_locations, new EmptyCache());
        _election.Set(View(active: "id1"));
        cache.AddOrUpdate(new GrainAddress { GrainId = Active, SiloAddress = Second }, version: 1);
        cache.LookUp(Active, out var address, out _).ShouldBeTrue();
        address.SiloAddress.ShouldBe(First);

        _election.Set(View(active: "id2"));
        cache.LookUp(Active, out address, out _).ShouldBeTrue();
        address.SiloAddress.ShouldBe(Second);

        _election.Set(View(active: null));
        cache.LookUp(Active, out _, out _).ShouldBeFalse();
        cache.LookUp(Foreign, out _, out _).ShouldBeFalse();
    }

    public void Dispose() => _locations.Dispose();

    private static ElectionView View(string? active)
    {
        var instances = new[] { Instance("id1", First), Instance("id2", Second) }.ToDictionary(i => i.Id);
        return new ElectionView("id1", RoleState.Passive, active is null ? null : instances[active], instances, HighestEpoch: 1, Connected: true, Term: null);
    }

    private static InstanceInfo Instance(string id, SiloAddress silo) => new(
        id, new Uri($"http://{id}:21000"), silo.ToParsableString(), "1.0", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, Epoch: null);

    /// <summary>Orleans' cache when nothing is in it.</summary>
    private sealed class EmptyCache : IGrainDirectoryCache
    {
        public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => [];

        public void AddOrUpdate(GrainAddress value, int version) => throw new InvalidOperationException($"{value.GrainId} is the election's");

        public bool Remove(GrainId key) => false;

        public bool Remove(GrainAddress key) => false;

        public void Clear()
        {
        }

        public bool LookUp(GrainId key, out GrainAddress result, out int version)
        {
            (result, version) = (null!, 0);
            return false;
        }
    }
}
