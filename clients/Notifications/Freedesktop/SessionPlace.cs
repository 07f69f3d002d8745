using System.Net;

namespace TicketFlow.Notifications.Freedesktop;

/// <summary>
/// A name on the session's bus, which one program of the session has at a time (D-Bus specification, "RequestName"). It is given back when
/// the program ends, however it ends; and the program learns when the session does.
/// </summary>
internal sealed class SessionPlace : IDisposable
{
    private const string Bus = "org.freedesktop.DBus";
    private const uint DoNotQueue = 4;
    private const uint PrimaryOwner = 1;

    private readonly BusConnection _connection;
    private readonly CancellationTokenSource _end = new();

    private SessionPlace(BusConnection connection, string session)
    {
        _connection = connection;
        Session = session;
        Gone = AwaitEndAsync();
    }

    /// <summary>The bus's own id, another one in each session.</summary>
    public string Session { get; }

    /// <summary>Completes when the session's bus has gone.</summary>
    public Task Gone { get; }

    /// <summary>Null when another program of this session has the place.</summary>
    /// <exception cref="IOException">The bus cannot be reached.</exception>
    public static async Task<SessionPlace?> TakeAsync(EndPoint bus, string name, CancellationToken cancellationToken)
    {
        var connection = await BusConnection.OpenAsync(bus, cancellationToken);
        try
        {
            var session = await CallAsync(connection, "GetId", "", new BusWriter(), cancellationToken);
            var taken = await CallAsync(
                connection, "RequestName", "su", new BusWriter().Text(name).Number(DoNotQueue), cancellationToken);
            if (taken.Number() == PrimaryOwner)
            {
                return new SessionPlace(connection, session.Text());
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    public void Dispose()
    {
        _end.Cancel();
        _connection.Dispose();
        _end.Dispose();
    }

    private static async Task<BusReader> CallAsync(
        BusConnection connection, string member, string signature, BusWriter body, CancellationToken cancellationToken) =>
        new((await connection.CallAsync(Bus, "/org/freedesktop/DBus", Bus, member, signature, body, cancellationToken)).Body);

    /// <summary>Nothing that comes matters, but that something could.</summary>
    private async Task AwaitEndAsync()
    {
        try
        {
            while (true)
            {
                await _connection.ReceiveAsync(_end.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The session has ended, or its program gives the place back.
        }
    }
}
