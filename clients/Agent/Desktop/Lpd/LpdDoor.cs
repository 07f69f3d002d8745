using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Agent.Spool;

namespace TicketFlow.Agent.Desktop.Lpd;

/// <summary>A line printer daemon on loopback (RFC 1179) for programs that know nothing newer. Off unless a port is set.</summary>
internal sealed class LpdDoor(
    PrinterBook printers, DesktopJobs jobs, DocumentIntake intake, UnansweredJobs unanswered, DocumentShelf shelf,
    DesktopOptions options, TimeProvider clock, ILogger<LpdDoor> log) : BackgroundService
{
    private const byte PrintWaiting = 1;
    private const byte ReceiveJob = 2;
    private const byte ShortQueue = 3;
    private const byte LongQueue = 4;
    private const byte RemoveJobs = 5;
    private const byte Yes = 0;
    private const byte No = 1;
    private const int MostConnections = 16;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(MostConnections);

    private TcpListener? _listener;

    /// <summary>Listens before the agent says that it is there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Enabled && options.LpdPort > 0)
        {
            var listener = new TcpListener(IPAddress.Loopback, options.LpdPort);
            try
            {
                listener.Start();
                _listener = listener;
                DesktopLog.LpdListens(log, options.LpdPort);
            }
            catch (SocketException e)
            {
                // Everything else works without it.
                listener.Dispose();
                DesktopLog.NotOpened(log, $"LPD port {options.LpdPort}: {e.Message}.");
            }
        }

        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener?.Dispose();
        _places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_listener is { } listener)
            {
                await _places.WaitAsync(stoppingToken);
                if (await AcceptAsync(listener, stoppingToken) is { } caller)
                {
                    _ = ServeAsync(caller, stoppingToken);
                }
                else
                {
                    _places.Release();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    /// <summary>Null when the system has no descriptor left for another connection, or the caller has gone already.</summary>
    private async Task<Socket?> AcceptAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            return await listener.AcceptSocketAsync(cancellationToken);
        }
        catch (SocketException e)
        {
            DesktopLog.LpdBroke(log, e.Message);
            await Task.Delay(AgainAfter, clock, cancellationToken);
            return null;
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            using var own = socket;
            var account = LoopbackPeer.UserOf(socket.RemoteEndPoint, socket.LocalEndPoint);
            await using var stream = new NetworkStream(socket);
            var conversation = new LpdConversation(stream, options.DocumentWait, clock);
            await (account is null
                ? conversation.AcknowledgeAsync(No, cancellationToken).AsTask()
                : AnswerAsync(conversation, DesktopCaller.Of(account, options), cancellationToken));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or SocketException)
        {
            // The sender gets no yes and keeps what it has.
            DesktopLog.LpdBroke(log, e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The agent ends.
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                _places.Release();
            }
        }
    }

    private async Task AnswerAsync(LpdConversation conversation, DesktopCaller caller, CancellationToken cancellationToken)
    {
        if (await conversation.ReadCommandAsync(cancellationToken) is not var (code, operands))
        {
            return;
        }

        var words = operands.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = await printers.FindAsync(caller, caller.Account, words.FirstOrDefault() ?? "", cancellationToken);
        if (found is not { Printer: { } printer, MayUse: true })
        {
            // Who asks for a queue shows the answer to people.
            await (code is ShortQueue or LongQueue or RemoveJobs
                ? conversation.SayAsync("there is no such printer for you\n", cancellationToken)
                : conversation.AcknowledgeAsync(No, cancellationToken));
            return;
        }

        var queue = new LpdQueue(jobs, printer, caller);

        switch (code)
        {
            case ReceiveJob:
                await conversation.AcknowledgeAsync(Yes, cancellationToken);
                using (var receiver = new LpdReceiver(conversation, printer, caller, intake, unanswered, shelf))
                {
                    await receiver.ReceiveAsync(cancellationToken);
                }

                break;
            case ShortQueue or LongQueue:
                await conversation.SayAsync(queue.List(words[1..]), cancellationToken);
                break;
            case RemoveJobs when words.Length > 1:
                await conversation.SayAsync(await queue.RemoveAsync(words[1], words[2..], cancellationToken), cancellationToken);
                break;
            default:
                await conversation.AcknowledgeAsync(code is PrintWaiting ? Yes : No, cancellationToken);
                break;
        }
    }
}
