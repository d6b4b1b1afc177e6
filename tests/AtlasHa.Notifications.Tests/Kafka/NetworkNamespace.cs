using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>
/// A network of its own with nothing but 127.0.0.1 in it: so a server in it and another one outside can have the same address and port. Needs root.
/// </summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int NetworkFlag = 0x40000000;

    private readonly string _name = $"ahk{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";

    private NetworkNamespace()
    {
    }

    /// <summary>The program, with its arguments, that becomes what follows it, in this network.</summary>
    public IReadOnlyList<string> Launcher => ["ip", "netns", "exec", _name];

    /// <summary>Skips where none can be made.</summary>
    public static NetworkNamespace Create()
    {
        var network = new NetworkNamespace();
        var failure = Ip("netns", "add", network._name) ?? Ip("-n", network._name, "link", "set", "lo", "up");
        if (failure is null) return network;
        network.Dispose();
        Assert.Skip($"networks cannot be made here (that needs root): {failure}");
        return network;
    }

    /// <summary>Connects to a server in this network.</summary>
    public async Task<Socket> ConnectAsync(int port)
    {
        var connected = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A socket stays where it was made, and a thread that has gone over does not come back.
        new Thread(() =>
        {
            try
            {
                connected.SetResult(Connect(port));
            }
            catch (Exception failure)
            {
                connected.SetException(failure);
            }
        })
        { IsBackground = true }.Start();
        return await connected.Task;
    }

    public void Dispose() => Ip("netns", "del", _name);

    private Socket Connect(int port)
    {
        using (SafeFileHandle network = File.OpenHandle($"/run/netns/{_name}"))
        {
            if (SetNamespace(network, NetworkFlag) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Null when it was done.</summary>
    private static string? Ip(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (Win32Exception failure)
        {
            return failure.Message;
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle network, int kind);
}
