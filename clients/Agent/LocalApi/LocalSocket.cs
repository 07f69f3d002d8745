using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.LocalApi;

/// <summary>The Unix socket: for the agent's own user only, or on a shared machine for everybody, each of whom the kernel names.</summary>
internal static class LocalSocket
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = (UnixFileMode)0b110_110_110;
    private const UnixFileMode OthersMayEnter = (UnixFileMode)0b111_101_101;

    /// <summary>Makes the directory (0700) and removes a socket that a killed agent left. The home's lock is held by now.</summary>
    /// <exception cref="AgentStartException">The place cannot be used.</exception>
    public static void Prepare(string path, bool shared)
    {
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(directory))
            {
                CreatePrivate(directory);
                if (shared && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(directory, OthersMayEnter);
                }
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

    public static void Listen(KestrelServerOptions server, AgentOptions options)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = null;

        // A document may come out of a slow pipe.
        server.Limits.MinRequestBodyDataRate = null;
        server.Limits.MinResponseDataRate = null;
        server.ListenUnixSocket(options.Socket, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                if (connection.Features.Get<IConnectionSocketFeature>() is { } peer)
                {
                    LocalScope.Attach(connection.Items, LocalUser.ScopeOf(peer.Socket, options.Shared));
                }

                return next(connection);
            });
        });
    }

    /// <summary>Called when the socket is there.</summary>
    public static void Close(string path, bool shared)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, shared ? Everybody : OwnerOnly);
        }
    }
}
