using System.Text.RegularExpressions;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Lpd;

/// <summary>
/// <c>lpd://host[:515]/queue</c>, and behind <c>?</c> what the daemon needs: <c>order=data</c> (document before control file; RFC 1179
/// allows both), <c>reserve</c> (source port 721 to 731, section 3.1).
/// </summary>
internal sealed partial record LpdAddress(HostAndPort Target, string Queue, bool DataFirst, bool ReservedPort)
{
    public const string Form = "lpd://host[:515]/queue[?order=data][&reserve]";
    private const int DefaultPort = 515;

    public static LpdAddress? Parse(string? address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) is false || uri.Scheme != "lpd" || uri.Host.Length == 0
            || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        var queue = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var options = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        var target = new HostAndPort(uri.IdnHost.Trim('[', ']'), uri.Port > 0 ? uri.Port : DefaultPort);
        return Queues().IsMatch(queue) && options.All(option => option is "order=data" or "order=control" or "reserve")
            ? new LpdAddress(target, queue, options.Contains("order=data"), options.Contains("reserve"))
            : null;
    }

    /// <summary>A space or a line end would end the name on the wire.</summary>
    [GeneratedRegex("^[!-~]{1,131}$", RegexOptions.None, 1000)]
    private static partial Regex Queues();
}
