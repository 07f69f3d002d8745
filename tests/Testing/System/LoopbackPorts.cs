using System.Net;
using System.Net.Sockets;

namespace TicketFlow.SystemUnderTest;

/// <summary>Free loopback ports below the ephemeral range, so that no outgoing connection takes one between two starts of a part.</summary>
public static class LoopbackPorts
{
    private const int Lowest = 15_000;
    private const int Highest = 32_000;

    /// <summary>The first of so many neighbours that are all free.</summary>
    public static int Range(int count)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var first = Random.Shared.Next(Lowest, Highest - count);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException($"No {count} free loopback ports in a row between {Lowest} and {Highest}.");
    }

    /// <summary>Whether somebody takes connections there.</summary>
    public static async Task<bool> AnswersAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
