using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketFlow.Delivery.Letters;

/// <summary>Carries letters, one at a time to each receiver and a few at a time in all, so that a slow receiver delays nobody
/// else.</summary>
public sealed class LetterCarrier(
    NpgsqlDataSource database, LetterTable table, DeliveryOptions options, Couriers couriers, TimeProvider clock,
    ILogger<LetterCarrier> log)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan WhenAway = TimeSpan.FromMilliseconds(500);

    private readonly LetterBox _box = new(database, table, options, clock);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There may be letters.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Works until told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var onTheWay = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!stopping.IsCancellationRequested)
        {
            var wait = await SendOutAsync(onTheWay, stopping);
            await WaitAsync(onTheWay.Values, wait, stopping);
            foreach (var (receiver, _) in onTheWay.Where(way => way.Value.IsCompleted).ToList())
            {
                await onTheWay[receiver];
                onTheWay.Remove(receiver);
            }
        }

        await Task.WhenAll(onTheWay.Values);
    }

    /// <summary>Returns how long there is nothing to do.</summary>
    private async Task<TimeSpan> SendOutAsync(Dictionary<string, Task> onTheWay, CancellationToken stopping)
    {
        try
        {
            while (onTheWay.Count < AtOnce && await _box.ClaimAsync(onTheWay.Keys, stopping) is { } letter)
            {
                onTheWay[letter.Receiver] = DeliverAsync(letter, stopping);
            }

            var next = onTheWay.Count < AtOnce ? await _box.NextDueAsync(onTheWay.Keys, stopping) : null;
            var wait = next - clock.GetUtcNow() ?? options.LookEvery;
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < options.LookEvery ? wait : options.LookEvery;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            DeliveryLog.BoxAway(log, e.Message);
            return WhenAway;
        }
    }

    private async Task DeliverAsync(ClaimedLetter claimed, CancellationToken stopping)
    {
        try
        {
            var (state, error) = await DeliveryTry.MakeAsync(
                couriers.To(claimed.Receiver), claimed.Letter, options.Timeout, clock, stopping);
            if (state == DeliveryStates.Open && claimed.Tries >= options.MaxTries)
            {
                state = DeliveryStates.GivenUp;
            }

            var wait = DeliveryTry.WaitAfter(claimed.Tries, options.RetryAfter, options.RetryAtMostAfter);
            await _box.SettleAsync(claimed, state, error, wait, stopping);
            Tell(claimed, state, error);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // It comes up again when the claim has run out.
            DeliveryLog.BoxAway(log, e.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The same.
        }
    }

    private void Tell(ClaimedLetter claimed, string state, string? error)
    {
        // A web address may carry a secret in its path.
        var to = AddressRules.IsWeb(claimed.Receiver) ? new Uri(claimed.Receiver).Host : claimed.Receiver;
        switch (state)
        {
            case DeliveryStates.Sent:
                DeliveryLog.Delivered(log, claimed.Letter.Id, claimed.Letter.Kind, to);
                break;
            case DeliveryStates.Open:
                DeliveryLog.WillRetry(log, claimed.Letter.Id, to, claimed.Tries, error!);
                break;
            default:
                DeliveryLog.NotDelivered(log, claimed.Letter.Id, to, claimed.Tries, error!);
                break;
        }
    }

    private async Task WaitAsync(IEnumerable<Task> onTheWay, TimeSpan wait, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        // Completes, never throws, when the token is cancelled: then the channel has not been read.
        var woken = _wake.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(onTheWay.Append(woken));
        _wake.Reader.TryRead(out _);
        await either.CancelAsync();
        await woken.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
