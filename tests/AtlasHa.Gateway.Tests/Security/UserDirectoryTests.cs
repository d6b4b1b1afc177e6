using AtlasHa.Gateway.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Gateway.Tests.Security;

/// <summary>The file of users, without HTTP.</summary>
public sealed class UserDirectoryTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TestUsers _users = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _users.Dispose();

    [Fact]
    public async Task File_that_cannot_be_read_leaves_the_users_as_they_were_until_it_can()
    {
        using var directory = Open();
        var before = directory.Current;
        _users.Write("this is no user");
        _time.Advance(Interval);
        directory.Current.ShouldBeSameAs(before);
        File.Delete(_users.Path);
        _time.Advance(Interval);
        directory.Current.ShouldBeSameAs(before);
        _users.Write(TestUsers.Entry("new", "ADMIN"));
        _time.Advance(Interval);
        (await NameAsync(directory, "new")).ShouldBe("new");
        (await NameAsync(directory, "admin")).ShouldBeNull();
    }

    [Fact]
    public void File_that_has_not_changed_is_not_read_again()
    {
        using var directory = Open();
        var before = directory.Current;
        _time.Advance(10 * Interval);
        directory.Current.ShouldBeSameAs(before);
    }

    [Fact]
    public async Task What_was_checked_is_recalled_and_guesses_displace_nobody()
    {
        using var directory = Open();
        var users = directory.Current!;
        var header = TestUsers.Credentials("admin").ToString();
        users.TryRecall(header, out _).ShouldBeFalse();
        (await NameAsync(directory, "admin")).ShouldBe("admin");
        for (var i = 0; i < 3000; i++) users.Check(TestUsers.Credentials("admin", $"guess {i}").ToString()).ShouldBeNull();
        users.TryRecall(header, out var recalled).ShouldBeTrue();
        recalled!.Name.ShouldBe("admin");
        users.TryRecall(TestUsers.Credentials("admin", "guess 2999").ToString(), out recalled).ShouldBeTrue();
        recalled.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("admin=ADMIN::1234")]
    [InlineData("admin=WIZARD::8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918")]
    public void Wrong_file_is_named_at_start(string line)
    {
        _users.Write(line);
        var verdict = new AccessOptionsValidator().Validate(null, new AccessOptions { UsersFile = _users.Path });
        verdict.FailureMessage.ShouldNotBeNull().ShouldContain(_users.Path);
        verdict.FailureMessage.ShouldNotContain("8c6976e5");
        new AccessOptionsValidator().Validate(null, new AccessOptions { UsersFile = _users.Path + ".missing" }).Failed.ShouldBeTrue();
        new AccessOptionsValidator().Validate(null, new AccessOptions()).Succeeded.ShouldBeTrue();
    }

    private UserDirectory Open() => new(Options.Create(new AccessOptions { UsersFile = _users.Path }), _time, NullLogger<UserDirectory>.Instance);

    private static async Task<string?> NameAsync(UserDirectory directory, string user)
        => (await directory.CheckAsync(directory.Current!, TestUsers.Credentials(user).ToString(), TestContext.Current.CancellationToken))?.Name;
}
