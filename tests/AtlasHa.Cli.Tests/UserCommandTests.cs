using AtlasHa.Cli.Tests.Support;
using AtlasHa.Users;

namespace AtlasHa.Cli.Tests;

public sealed class UserCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task User_is_added_with_a_salted_hash_and_replaced_when_added_again()
    {
        var file = _directory.Write("users", "# ours\nbob=READER::8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918\n");
        (await Tool.RunWithInputAsync("first\n", "user", "add", file, "ann", "--role", "editor")).ExitCode.ShouldBe(ExitCodes.Ok);
        var added = await Tool.RunWithInputAsync("second\n", "user", "add", file, "ann", "--role", "admin");

        added.Output.ShouldContain("ann is ADMIN");
        var users = UserFile.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        users.Keys.ShouldBe(["bob", "ann"], ignoreOrder: true);
        users["ann"].Role.ShouldBe(UserRole.Admin);
        PasswordHash.Verify("second", users["ann"].PasswordHash).ShouldBeTrue();
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldStartWith("# ours\n");
        Directory.GetFiles(_directory.Path).ShouldBe([file]);
    }

    [Fact]
    public async Task New_file_is_for_its_owner_only()
    {
        var file = Path.Combine(_directory.Path, "users");
        (await Tool.RunWithInputAsync("p", "user", "add", file, "ann", "--role", "reader")).ExitCode.ShouldBe(ExitCodes.Ok);
        new FileInfo(file).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Hash_is_printed_and_fits_the_password()
    {
        var printed = await Tool.RunWithInputAsync("secret\n", "user", "hash");
        PasswordHash.Verify("secret", printed.Output.Trim()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "ann", "editor", ExitCodes.Failure)]
    [InlineData("p", "a:b", "editor", ExitCodes.Usage)]
    [InlineData("p", "ann", "wizard", ExitCodes.Usage)]
    public async Task Wrong_use_makes_no_file(string input, string name, string role, int exitCode)
    {
        var file = Path.Combine(_directory.Path, "users");
        var result = await Tool.RunWithInputAsync(input, "user", "add", file, name, "--role", role);
        result.ExitCode.ShouldBe(exitCode);
        result.Error.ShouldNotBeEmpty();
        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public async Task File_that_is_wrong_already_is_left_as_it_is()
    {
        var file = _directory.Write("users", "no user\n");
        var result = await Tool.RunWithInputAsync("p", "user", "add", file, "ann", "--role", "reader");
        (result.ExitCode, File.ReadAllText(file)).ShouldBe((ExitCodes.Failure, "no user\n"));
        result.Error.ShouldContain("line 1");
    }
}
