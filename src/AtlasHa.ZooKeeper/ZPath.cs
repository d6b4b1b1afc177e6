namespace AtlasHa.ZooKeeper;

/// <summary>Rules for node paths.</summary>
public static class ZPath
{
    /// <summary>Throws <see cref="ArgumentException"/> naming the path and what is wrong with it.</summary>
    public static void Validate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Problem(path) is { } problem)
            throw new ArgumentException($"'{path}' is not a ZooKeeper path: {problem}.", nameof(path));
    }

    /// <summary>The path of a child, e.g. <c>/a</c> and <c>b</c> give <c>/a/b</c>.</summary>
    public static string Combine(string parent, string child) => parent == "/" ? $"/{child}" : $"{parent}/{child}";

    /// <summary>What is wrong with the path, or null. The rules are those of ZooKeeper's own PathUtils.</summary>
    internal static string? Problem(string path)
    {
        if (path.Length == 0)
            return "it is empty";
        if (path[0] != '/')
            return "it does not start with '/'";
        if (path == "/")
            return null;
        if (path[^1] == '/')
            return "it ends with '/'";
        foreach (var segment in path[1..].Split('/'))
        {
            if (segment.Length == 0)
                return "it has an empty name between two '/'";
            if (segment is "." or "..")
                return $"the name '{segment}' is not allowed";
        }
        foreach (var c in path)
        {
            if (c is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0')
                return $"the character U+{(int)c:X4} is not allowed";
        }
        return null;
    }

    /// <summary>Puts the chroot in front of a client's path.</summary>
    internal static string ToServer(string chroot, string path)
        => chroot.Length == 0 ? path : path == "/" ? chroot : chroot + path;

    /// <summary>Takes the chroot off a server's path.</summary>
    internal static string ToClient(string chroot, string path)
    {
        if (chroot.Length == 0 || !path.StartsWith(chroot, StringComparison.Ordinal))
            return path;
        return path.Length == chroot.Length ? "/" : path[chroot.Length..];
    }
}
