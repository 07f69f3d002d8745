using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TicketFlow.Delivery;

namespace TicketFlow.TicketServer.Support;

/// <summary>
/// Delivers to one receiver, one notice after the other; each receiver has its own, so that a slow one delays nobody else.
/// </summary>
internal sealed class ReceiverLoop(
    string receiver, ILetterSender sender, SupportLedger ledger, SupportOptions options, TimeProvider clock, ILogger log)
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something may be due.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Works until told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await ledger.ClaimAsync(receiver, stopping) is { } delivery)
                {
                    await DeliverAsync(delivery, stopping);
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // The loop's top: nobody would see it end.
                SupportLog.LedgerAway(log, e.Message);
            }

            await SleepAsync(stopping);
        }
    }

    private async Task DeliverAsync(ClaimedDelivery delivery, CancellationToken stopping)
    {
        var (state, error) = await DeliveryTry.MakeAsync(
            sender, SupportLetter.Of(delivery.Notice), options.Timeout, clock, stopping);
        if (state == DeliveryStates.Open && delivery.Tries >= options.MaxTries)
        {
            state = DeliveryStates.GivenUp;
        }

        var wait = DeliveryTry.WaitAfter(delivery.Tries, options.RetryAfter, options.RetryAtMostAfter);
        await ledger.SettleAsync(delivery, state, error, wait, stopping);
        switch (state)
        {
            case DeliveryStates.Sent:
                SupportLog.Delivered(log, delivery.Notice.Id, delivery.Notice.Notice.Kind, receiver);
                break;
            case DeliveryStates.Open:
                SupportLog.WillRetry(log, delivery.Notice.Id, receiver, delivery.Tries, error!);
                break;
            default:
                SupportLog.NotDelivered(log, delivery.Notice.Id, receiver, delivery.Tries, error!);
                break;
        }
    }

    private async Task SleepAsync(CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(options.LookEvery, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Time to look anyway.
        }
    }
}

internal static partial class SupportLog
{
    [LoggerMessage(1500, LogLevel.Information, "Nobody is told when a printer stops: Support:Receivers is empty.")]
    public static partial void NoReceivers(ILogger log);

    [LoggerMessage(1501, LogLevel.Warning, "Notices for support cannot be read: {Reason}. Trying again.")]
    public static partial void LedgerAway(ILogger log, string reason);

    [LoggerMessage(1502, LogLevel.Information, "Notice {Id} ({Kind}) was delivered to {Receiver}.")]
    public static partial void Delivered(ILogger log, Guid id, string kind, string receiver);

    [LoggerMessage(
        1503, LogLevel.Warning, "Notice {Id} could not be delivered to {Receiver} at try {Tries}: {Reason}. It will be tried again.")]
    public static partial void WillRetry(ILogger log, Guid id, string receiver, int tries, string reason);

    [LoggerMessage(
        1504, LogLevel.Error, "Notice {Id} was not delivered to {Receiver} and is given up after try {Tries}: {Reason}. Its row stays.")]
    public static partial void NotDelivered(ILogger log, Guid id, string receiver, int tries, string reason);
}
