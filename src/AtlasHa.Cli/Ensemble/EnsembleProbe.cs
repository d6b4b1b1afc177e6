using System.Net.Sockets;

namespace AtlasHa.Cli.Ensemble;

/// <summary>Tells whether a ZooKeeper ensemble can be used.</summary>
internal static class EnsembleProbe
{
    public static async Task<bool> AnswersAsync(string connectString, CancellationToken cancellationToken)
    {
        var server = connectString.Split('/')[0].Split(',')[0];
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(server[..server.LastIndexOf(':')], int.Parse(server[(server.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static async Task RequireAsync(string connectString, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        if (!await AnswersAsync(connectString, deadline.Token))
            throw new CliException($"no ZooKeeper answers at {connectString} within {patience.TotalSeconds:0} s. Start it, or leave out --zookeeper to get a local one.");
    }
}
