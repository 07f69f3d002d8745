using System.Net.Sockets;
using System.Text;

namespace TicketFlow.Printing.Raw;

/// <summary>
/// Asks a printer over one short connection what it is and what it can. A printer that says nothing, too much or something else is a
/// printer that has not told.
/// </summary>
internal sealed class PjlQuestion(RawTcpOptions options, TimeProvider clock)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Every answer ends with one; three were asked for, and some printers tell their state unasked.</summary>
    private const int Answers = 3;
    private const int MostAnswers = 40;
    private const char FormFeed = '\f';
    private const string Escape = "\u001b%-12345X";
    private const string Id = "@PJL INFO ID";
    private const string Variables = "@PJL INFO VARIABLES";
    private const string Last = "@PJL ECHO TICKETFLOW";

    private static readonly byte[] Words = Encoding.ASCII.GetBytes(
        $"{Escape}@PJL\r\n{Id}\r\n{Variables}\r\n{Last}\r\n{Escape}");

    public async Task<AbilitiesTold> AskAsync(HostAndPort target, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.PjlAskWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var heard = new StringBuilder();
        try
        {
            await socket.ConnectAsync(target.ToEndPoint(), either.Token);
            await socket.SendAsync(Words, either.Token);
            await ListenAsync(socket, heard, either.Token);
        }
        catch (SocketException e)
        {
            return AbilitiesTold.Silent($"{target.Host}:{target.Port} cannot be asked: {e.Message}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What it has said until now is judged.
        }

        return Judge(heard.ToString());
    }

    private static async Task ListenAsync(Socket socket, StringBuilder heard, CancellationToken cancellationToken)
    {
        var (buffer, answers) = (new byte[4096], 0);
        while (heard.Length < MostBytes && answers < MostAnswers
            && await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var read)
        {
            heard.Append(Encoding.ASCII.GetString(buffer, 0, read));
            answers += buffer.AsSpan(0, read).Count((byte)FormFeed);
            if (answers >= Answers && heard.ToString().Split(FormFeed)[..^1].Any(answer => answer.Contains(Last, StringComparison.Ordinal)))
            {
                return;
            }
        }
    }

    /// <summary>An answer counts when its end has come: a half list of papers is not what the printer can.</summary>
    private static AbilitiesTold Judge(string heard)
    {
        var whole = heard.Split(FormFeed)[..^1];
        var told = PjlAbilities.Of(Behind(whole, Id), Behind(whole, Variables));
        return told.Count > 0 ? AbilitiesTold.Of(told) : AbilitiesTold.Silent("it has not answered in PJL.");
    }

    private static string[] Behind(string[] answers, string question)
    {
        var lines = answers.Select(answer => answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .FirstOrDefault(lines => lines.FirstOrDefault() == question);
        return lines is null ? [] : lines[1..];
    }
}
