using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>
/// Asks a real printer what it can, when a go-ahead has named its address and it speaks IPP; once a day each, and after an hour again when
/// it did not tell. Only then: an agent that asked all printers by itself would be thousands of agents asking.
/// </summary>
internal sealed class AbilityScout(JobTable table, AbilityBook book, DesktopMemory memory, TimeProvider clock, ILogger<AbilityScout> log)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly AbilityTries _tries = new(clock);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var change = table.Changes.Next();
                if (memory.Facts.Installed && NextToAsk() is var (printer, address))
                {
                    _tries.Note(printer, await AskAsync(printer, address, stoppingToken));
                    continue;
                }

                await change.WaitAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private (string Printer, Uri Address)? NextToAsk()
    {
        foreach (var job in table.Open.Select(entry => entry.State))
        {
            if (job is { Mechanism: "ipp", Address: { } address } && Uri.TryCreate(address, UriKind.Absolute, out var uri)
                && uri.Scheme is "ipp" or "http" && _tries.IsDue(job.Printer, book.HeardAt(job.Printer)))
            {
                return (job.Printer, uri);
            }
        }

        return null;
    }

    /// <returns>Whether it has told.</returns>
    private async Task<bool> AskAsync(string printer, Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);

        // Once a day for each printer, and on most computers never: nothing is kept for it.
        using var handler = IppClient.CreateHandler(Patience);
        using var http = new HttpMessageInvoker(handler);
        var client = new IppClient(http);
        try
        {
            var request = IppMessage.Request(
                IppOperation.GetPrinterAttributes, address.ToString(), client.NextRequestId(),
                [IppAttribute.Keyword("requested-attributes", "all", "media-col-database")]);
            var answer = await client.SendAsync(address, request, null, limit.Token);
            if (answer.IsSuccess)
            {
                book.Note(printer, answer);
                return true;
            }

            DesktopLog.NotAsked(log, printer, $"it answered {answer.Status}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException or ArgumentException
            || e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            DesktopLog.NotAsked(log, printer, e.Message);
        }

        return false;
    }
}
