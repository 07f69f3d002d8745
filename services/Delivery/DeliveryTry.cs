namespace TicketFlow.Delivery;

/// <summary>States of a delivery. Stored; never rename.</summary>
public static class DeliveryStates
{
    public const string Open = "open";
    public const string Sent = "sent";
    public const string Refused = "refused";
    public const string GivenUp = "given-up";
}

/// <summary>One try to deliver a letter, and when the next one is due.</summary>
public static class DeliveryTry
{
    /// <summary>One of <see cref="DeliveryStates"/> (open: try again later), and why it is not delivered.</summary>
    public static async Task<(string State, string? Error)> MakeAsync(
        ILetterSender sender, Letter letter, TimeSpan longest, TimeProvider clock, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            await sender.SendAsync(letter, either.Token);
            return (DeliveryStates.Sent, null);
        }
        catch (LetterRefusedException e)
        {
            return (DeliveryStates.Refused, e.Message);
        }
        catch (DeliveryFailedException e)
        {
            return (DeliveryStates.Open, e.Message);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (DeliveryStates.Open, $"no answer within {longest}");
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // The top of whatever a mail server, a web address or a file of certificates may lead to: it must not end the deliveries.
            return (DeliveryStates.Open, e.Message);
        }
    }

    /// <summary>The wait after the given try (from 1): doubles from try to try, up to a limit.</summary>
    public static TimeSpan WaitAfter(int tries, TimeSpan first, TimeSpan longest) =>
        TimeSpan.FromTicks((long)Math.Min(first.Ticks * Math.Pow(2, tries - 1), longest.Ticks));
}
