using System.Text;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Journal;

/// <summary>
/// What the starts of the agent in this home are called, newest first, in the file <c>starts</c>. The server finds by them that a disk was
/// copied and two agents go on from one start. Those that never came through to the server stay in the list, so a death between
/// writing and saying looks like nothing at all.
/// </summary>
internal static class StartLineage
{
    private const int Most = Hello.MostPrevious + 1;

    /// <summary>
    /// Names this start and returns it with the ones before it, durably written: what was said and forgotten would look like a copy. Empty
    /// when it cannot be written; then nothing may be said of it.
    /// </summary>
    public static IReadOnlyList<string> Begin(string home, ILogger log)
    {
        var path = Path.Combine(home, "starts");
        try
        {
            List<string> starts = [JobKeys.Next(), .. Read(path).Take(Most - 1)];
            WholeFile.Replace(path, Encoding.ASCII.GetBytes(string.Join('\n', starts) + "\n"));
            return starts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            JournalLog.StartNotNamed(log, path, e.Message);
            return [];
        }
    }

    /// <summary>A file that is gone or damaged is a new beginning.</summary>
    private static List<string> Read(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).TakeWhile(JobKeys.IsOne)]
        : [];
}
