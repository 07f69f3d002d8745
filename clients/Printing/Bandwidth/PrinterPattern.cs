using System.Net;

namespace TicketFlow.Printing.Bandwidth;

/// <summary>One entry of <see cref="BandwidthRule.Printers"/>.</summary>
internal sealed class PrinterPattern
{
    private readonly IPNetwork? _network;
    private readonly string _text;

    private PrinterPattern(string text, IPNetwork? network) => (_text, _network) = (text, network);

    public static PrinterPattern? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(text, out var network) ? new PrinterPattern(text, network) : null;
        }

        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return Uri.CheckHostName(name) is UriHostNameType.Unknown ? null : new PrinterPattern(text, null);
    }

    public bool Fits(string host)
    {
        if (_network is { } network)
        {
            return IPAddress.TryParse(host, out var address) && network.Contains(address);
        }

        return _text.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(_text[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(_text, StringComparison.OrdinalIgnoreCase);
    }
}
