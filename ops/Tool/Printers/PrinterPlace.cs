using System.Text.RegularExpressions;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Ops.Printers;

/// <summary>Mechanism and address as go-aheads carry them: <c>host:port</c> for raw, a URI for the others (docs/transfers.md).</summary>
internal sealed partial record PrinterPlace(string Mechanism, string Address)
{
    private const string DefaultIppPath = "ipp/print";

    /// <param name="mechanism">
    /// As given; else the address's scheme decides, else what the printer has <paramref name="now"/>, else it is raw.
    /// </param>
    /// <exception cref="OperationException">What is given makes no address.</exception>
    public static PrinterPlace Of(string address, string? mechanism, string? now, string? queue, bool pjl)
    {
        var how = mechanism ?? SchemeOf(address) ?? now ?? Mechanisms.Raw;
        Demand(!pjl || how == Mechanisms.Raw, "--pjl goes with raw printers only: LPD and IPP have words of their own.");
        return new PrinterPlace(how, how switch
        {
            Mechanisms.Raw => Raw(address, queue, pjl),
            Mechanisms.Lpd => Lpd(address, queue),
            Mechanisms.Ipp or Mechanisms.Ipps => Ipp(how, address, queue),
            _ => Plugin(how, address, queue),
        });
    }

    private static string Raw(string address, string? queue, bool pjl)
    {
        Demand(queue is null, "--queue goes with --mechanism lpd, ipp or ipps: a raw printer has no queues.");
        Demand(HostAndPort().IsMatch(address), $"'{address}' is no address: write host:port, for example 192.0.2.7:9100.");
        return pjl ? address + "?pjl" : address;
    }

    private static string Lpd(string address, string? queue)
    {
        var uri = SchemeOf(address) is null ? $"lpd://{HostOf(address)}/{queue}" : Whole(address, Mechanisms.Lpd, queue);
        Demand(
            Uri.TryCreate(uri, UriKind.Absolute, out var read) && Queues().IsMatch(Uri.UnescapeDataString(read.AbsolutePath.TrimStart('/')))
                && LpdOptions().IsMatch(read.Query),
            "An LPD printer needs a queue: --address HOST --mechanism lpd --queue NAME, or lpd://HOST/NAME; behind it may stand "
            + "?order=data and &reserve.");
        return uri;
    }

    private static string Ipp(string how, string address, string? path)
    {
        var uri = SchemeOf(address) is null
            ? $"{how}://{HostOf(address)}/{(path ?? DefaultIppPath).TrimStart('/')}"
            : Whole(address, how, path);
        Demand(
            Uri.TryCreate(uri, UriKind.Absolute, out var read) && read.Host.Length > 0 && read.UserInfo.Length == 0,
            $"'{uri}' is no printer's URI: write {how}://HOST/ipp/print.");
        return uri;
    }

    private static string Plugin(string how, string address, string? queue)
    {
        Demand(Names().IsMatch(how), $"'{how}' cannot be a mechanism's name: 1 to 32 of a-z, 0-9 and '-'.");
        Demand(queue is null, $"--queue is not known for {how}: put it into --address as that mechanism wants it.");
        Demand(Printable().IsMatch(address), "An address is 1 to 255 printable characters.");
        return address;
    }

    private static string Whole(string address, string mechanism, string? queue)
    {
        Demand(SchemeOf(address) == mechanism, $"'{address}' does not go with --mechanism {mechanism}.");
        Demand(queue is null, $"The queue stands in '{address}' already: leave --queue away.");
        return address;
    }

    private static string HostOf(string address)
    {
        Demand(Host().IsMatch(address), $"'{address}' is no host: write host or host:port.");
        return address;
    }

    private static string? SchemeOf(string address) =>
        address.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? address[..end].ToLowerInvariant() : null;

    private static void Demand(bool condition, string sentence)
    {
        if (!condition)
        {
            throw new OperationException(ExitCodes.Failed, sentence);
        }
    }

    [GeneratedRegex(@"^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$", RegexOptions.None, 1000)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$", RegexOptions.None, 1000)]
    private static partial Regex Host();

    [GeneratedRegex("^[!-~]{1,131}$", RegexOptions.None, 1000)]
    private static partial Regex Queues();

    [GeneratedRegex(@"^(?:\?(?:order=data|order=control|reserve)(?:&(?:order=data|order=control|reserve))*)?$", RegexOptions.None, 1000)]
    private static partial Regex LpdOptions();

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex Names();

    [GeneratedRegex("^[!-~]{1,255}$", RegexOptions.None, 1000)]
    private static partial Regex Printable();
}
