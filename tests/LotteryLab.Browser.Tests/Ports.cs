using System.Net;
using System.Net.Sockets;

namespace LotteryLab.Browser.Tests;

/// <summary>Ports for apps that are killed and started again on the same one.</summary>
internal static class Ports
{
    // Below those that systems give to outgoing connections: a browser that tries to reconnect must not get the port of the app that is away.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>A port on which nobody listens.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
