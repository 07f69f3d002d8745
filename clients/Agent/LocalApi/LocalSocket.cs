using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.LocalApi;

/// <summary>The Unix socket only the agent's own user may open.</summary>
internal static class LocalSocket
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the directory (0700) and removes a socket that a killed agent left. The home's lock is held by now.</summary>
    /// <exception cref="AgentStartException">The place cannot be used.</exception>
    public static void Prepare(string path)
    {
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(directory))
            {
                CreatePrivate(directory);
            }

            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException($"The local socket {path} cannot be made: {e.Message}");
        }
    }

    public static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    public static void Listen(KestrelServerOptions server, string path)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = null;

        // A document may come out of a slow pipe.
        server.Limits.MinRequestBodyDataRate = null;
        server.Limits.MinResponseDataRate = null;
        server.ListenUnixSocket(path, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                if (connection.Features.Get<IConnectionSocketFeature>() is { } peer)
                {
                    connection.Items[JobEndpoints.UserItem] = LocalUser.Of(peer.Socket);
                }

                return next(connection);
            });
        });
    }

    /// <summary>Called when the socket is there.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
