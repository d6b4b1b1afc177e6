namespace AtlasHa.Users.Tests;

public sealed class PasswordHashTests
{
    /// <summary>Made by Python's hashlib, crypt and sha256.</summary>
    [Theory]
    [InlineData("$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$lEjTD4tvq5SOB5ctjdSxvnbzU5PQEfMComvCIxNEqq8")]
    [InlineData("$2b$10$GhvMmNVjRW29ulnudl.LbuX0r6rn.O/1S.efwnbsWt5iyEouOJ1x2")]
    [InlineData("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8")]
    public void Hashes_of_other_programs_are_verified(string hash)
    {
        PasswordHash.IsKnown(hash).ShouldBeTrue();
        PasswordHash.Verify("password", hash).ShouldBeTrue();
        PasswordHash.Verify("Password", hash).ShouldBeFalse();
        PasswordHash.Verify("", hash).ShouldBeFalse();
    }

    [Fact]
    public void New_hashes_are_salted_and_fit_their_password_only()
    {
        const string Password = "grüße:=\\ 🙂";
        var hash = PasswordHash.Create(Password);
        hash.ShouldStartWith("$pbkdf2-sha256$600000$");
        hash.ShouldNotBe(PasswordHash.Create(Password));
        PasswordHash.Verify(Password, hash).ShouldBeTrue();
        PasswordHash.Verify(Password + " ", hash).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("$pbkdf2-sha256$0$N2YMIWQsBWBMae09x1jrPQ$lEjTD4tvq5SOB5ctjdSxvnbzU5PQEfMComvCIxNEqq8")]
    [InlineData("$pbkdf2-sha256$999999999$N2YMIWQsBWBMae09x1jrPQ$lEjTD4tvq5SOB5ctjdSxvnbzU5PQEfMComvCIxNEqq8")]
    [InlineData("$pbkdf2-sha256$29000$$lEjTD4tvq5SOB5ctjdSxvnbzU5PQEfMComvCIxNEqq8")]
    [InlineData("$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$lEjT")]
    [InlineData("$2b$10$short")]
    [InlineData("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542dx")]
    public void What_is_no_hash_is_refused(string hash)
    {
        PasswordHash.IsKnown(hash).ShouldBeFalse();
        PasswordHash.Verify("password", hash).ShouldBeFalse();
    }
}
