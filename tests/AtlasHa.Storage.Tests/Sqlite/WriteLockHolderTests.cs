using AtlasHa.Storage.Sqlite.Fencing;

namespace AtlasHa.Storage.Tests.Sqlite;

/// <summary>The kernel's listings, as Linux 6 prints them.</summary>
public sealed class WriteLockHolderTests
{
    private const string File = "fe:00:11658028";

    [Theory]
    [InlineData("1: POSIX  ADVISORY  WRITE 8522 fe:00:11658028 120 120", 8522)]
    [InlineData("1: POSIX  ADVISORY  WRITE 8522 fe:00:11658028 120 127", 8522)]
    [InlineData("1: POSIX  ADVISORY  WRITE 8522 fe:00:11658028 0 EOF", 8522)]
    [InlineData("1: POSIX  ADVISORY  READ  8522 fe:00:11658028 120 120", null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 8522 fe:00:11658028 121 127", null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 8522 fe:00:11658029 120 120", null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 8522 fd:00:11658028 120 120", null)]
    [InlineData("1: -> POSIX  ADVISORY  WRITE 8522 fe:00:11658028 120 120", null)]
    [InlineData("1: OFDLCK ADVISORY  WRITE -1 fe:00:11658028 120 120", null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 0 fe:00:11658028 120 120", null)]
    [InlineData("", null)]
    public void Holder_is_who_has_a_posix_write_lock_over_byte_120_of_the_file(string line, int? pid) =>
        WriteLockHolder.HolderOf(File, ["9: FLOCK  ADVISORY  WRITE 77 fe:00:11658028 0 EOF", line]).ShouldBe(pid);

    [Fact]
    public void File_is_identified_by_its_mapping()
    {
        string[] maps =
        [
            "7f6ef4000000-7f6ef4021000 rw-p 00000000 00:00 0 ",
            "7f6efc7f8000-7f6efc800000 rw-s 00000000 fe:00 42                         /data/catalog.db-shm.old",
            "7f6efc7f8000-7f6efc800000 rw-s 00000000 fe:00 11658028                   /data/of atlas/catalog.db-shm",
        ];

        WriteLockHolder.FileKey("/data/of atlas/catalog.db-shm", maps).ShouldBe(File);
        WriteLockHolder.FileKey("/data/other.db-shm", maps).ShouldBeNull();
    }

    [Fact]
    public void Process_is_identified_by_more_than_its_pid()
    {
        ProcessIdentity.TryRead(Environment.ProcessId).ShouldBe(ProcessIdentity.Current);
        ProcessIdentity.Current.StartTime.ShouldBeGreaterThan(0);
        ProcessIdentity.TryRead(int.MaxValue).ShouldBeNull();
    }
}
