using AtlasHa.Users;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Security;

/// <summary>The configured users. The file is looked at every second; one that cannot be read leaves the users as they were.</summary>
internal sealed partial class UserDirectory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger<UserDirectory> _logger;
    private readonly string? _path;
    private readonly ITimer? _timer;

    /// <summary>Checking passwords must leave processors for those who have been let in already.</summary>
    private readonly SemaphoreSlim _checks = new(Math.Max(1, Environment.ProcessorCount / 2));

    private (DateTime Written, long Length) _seen;
    private string? _problem;
    private volatile KnownUsers? _current;

    public UserDirectory(IOptions<AccessOptions> options, TimeProvider time, ILogger<UserDirectory> logger)
    {
        _logger = logger;
        if (!options.Value.HasUsers) return;
        _path = Path.GetFullPath(options.Value.UsersFile!);
        Read();
        _timer = time.CreateTimer(_ => ReadIfChanged(), null, Interval, Interval);
    }

    /// <summary>Null when no users are configured.</summary>
    public KnownUsers? Current => _current;

    /// <summary>The user whose credentials a header holds; null when they are wrong.</summary>
    public async ValueTask<User?> CheckAsync(KnownUsers users, string header, CancellationToken cancellationToken)
    {
        await _checks.WaitAsync(cancellationToken);
        try
        {
            return users.Check(header);
        }
        finally
        {
            _checks.Release();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _checks.Dispose();
    }

    private void ReadIfChanged()
    {
        try
        {
            if (Stamp() != _seen) Read();
        }
        catch (Exception failure) when (failure is UserFileException or IOException or UnauthorizedAccessException)
        {
            // Once, not every second.
            if (failure.Message != _problem) LogUnreadable(_logger, _path!, failure.Message);
            _problem = failure.Message;
        }
    }

    private void Read()
    {
        // Looked at first: what is written in between is read the next time.
        _seen = Stamp();
        var entries = UserFile.Parse(File.ReadAllText(_path!));
        _current = new KnownUsers(entries);
        _problem = null;
        LogRead(_logger, entries.Count, _path!);
        var unsalted = entries.Values.Where(user => PasswordHash.IsUnsalted(user.PasswordHash)).Select(user => user.Name).ToArray();
        if (unsalted.Length > 0) LogUnsalted(_logger, string.Join(", ", unsalted));
    }

    private (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(_path!);
        // The target: what is mounted into a container is a link that is changed as a whole.
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return target.Exists ? (target.LastWriteTimeUtc, target.Length) : throw new FileNotFoundException($"the file {_path} is not there");
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} users are configured in {Path}")]
    private static partial void LogRead(ILogger logger, int count, string path);

    [LoggerMessage(2, LogLevel.Error, "The users in {Path} cannot be read and stay as they were: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(3, LogLevel.Warning, "These users have plain SHA-256 hashes, which whoever gets hold of the file can guess quickly: {Users}. Renew them with `atlas-ha user add`")]
    private static partial void LogUnsalted(ILogger logger, string users);
}
