using System.Net;
using System.Net.Sockets;

namespace AtlasHa.Cli.Processes;

/// <summary>Tells whether a TCP port can be listened on, and who has it when not.</summary>
internal static class PortCheck
{
    public static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FindFree(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Throws, naming every port of <paramref name="wanted"/> that is taken, its holder and the option that moves it.</summary>
    public static void RequireFree(IPAddress address, IEnumerable<WantedPort> wanted)
    {
        var taken = wanted.Where(port => !IsFree(address, port.Port)).ToList();
        if (taken.Count == 0) return;
        var lines = taken.Select(port => $"port {port.Port} ({port.Use}) is taken{Holder(port.Port)}; stop that process or choose another with {port.Option}.");
        throw new CliException(string.Join(Environment.NewLine, lines));
    }

    /// <summary>" by process 123 (command line)" when that can be found out, else nothing.</summary>
    internal static string Holder(int port)
    {
        if (ListeningSockets.FindOwner(port) is not { } pid) return "";
        var command = ProcessTable.CommandLine(pid) ?? "?";
        return $" by process {pid} ({(command.Length > 80 ? command[..80] + "..." : command)})";
    }
}
