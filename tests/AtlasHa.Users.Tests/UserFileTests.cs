namespace AtlasHa.Users.Tests;

public sealed class UserFileTests
{
    private const string Hash = "8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918";

    [Fact]
    public void Atlas_own_file_is_read()
    {
        var users = UserFile.Parse($"""
            #username=group::sha256-password
            admin=ADMIN::{Hash}

            ! a comment too
            michael=DATA_SCIENTIST::{Hash}
              paul = DATA_STEWARD::{Hash}
            rangertagsync=RANGER_TAG_SYNC::{Hash}
            """);
        users.Values.Select(user => (user.Name, user.Role)).ShouldBe(
            [("admin", UserRole.Admin), ("michael", UserRole.Reader), ("paul", UserRole.Editor), ("rangertagsync", UserRole.Reader)], ignoreOrder: true);
        users["admin"].PasswordHash.ShouldBe(Hash);
        users["admin"].ToString().ShouldNotContain(Hash);
    }

    [Theory]
    [InlineData("admin", "form")]
    [InlineData("admin=ADMIN", "form")]
    [InlineData("admin=ADMIN::a::b", "form")]
    [InlineData("=ADMIN::" + Hash, "user name")]
    [InlineData("a\\:b=ADMIN::" + Hash, "colon")]
    [InlineData("admin=WIZARD::" + Hash, "WIZARD")]
    [InlineData("admin=ADMIN::secret", "hash of a known form")]
    public void Wrong_line_is_named_without_its_hash(string line, string what)
    {
        var failure = Should.Throw<UserFileException>(() => UserFile.Parse($"# users\n{line}\n"));
        failure.Message.ShouldContain("line 2");
        failure.Message.ShouldContain(what);
        failure.Message.ShouldNotContain(Hash);
        failure.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("a=b")]
    [InlineData("#ann")]
    [InlineData("ann\\smith")]
    [InlineData("änn smith")]
    public void Line_of_a_user_is_read_back(string name)
    {
        var user = new UserEntry(name, "EDITOR", UserRole.Editor, Hash);
        UserFile.Parse(UserFile.Line(user)).Values.ShouldBe([user]);
    }

    [Fact]
    public void User_is_replaced_or_added_and_the_rest_stays()
    {
        const string Text = $"# ours\nann=READER::{Hash}\nbob=ADMIN::{Hash}\n";
        var ann = new UserEntry("ann", "EDITOR", UserRole.Editor, Hash);
        UserFile.With(Text, ann).ShouldBe($"# ours\nbob=ADMIN::{Hash}\nann=EDITOR::{Hash}\n");
        UserFile.With("", ann).ShouldBe($"ann=EDITOR::{Hash}\n");
    }
}
