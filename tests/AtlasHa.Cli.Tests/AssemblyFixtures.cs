using AtlasHa.TestKit;

[assembly: AssemblyFixture(typeof(ZooKeeperFixture))]
