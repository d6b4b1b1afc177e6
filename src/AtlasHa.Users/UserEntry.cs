namespace AtlasHa.Users;

/// <summary>A user of the file.</summary>
/// <param name="Name">As the user gives it; case counts.</param>
/// <param name="Group">The name that the file has for the role.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="PasswordHash">One of the forms that <see cref="Users.PasswordHash"/> knows.</param>
public sealed record UserEntry(string Name, string Group, UserRole Role, string PasswordHash)
{
    // A hash must not get into a log with the record.
    public override string ToString() => $"{Name} ({Group})";
}
