namespace TicketFlow.Printing.Raw;

/// <summary>
/// A raw printer's address: <c>host:port</c>, and <c>?pjl</c> behind it for printers that are to tell by PJL how the job ended.
/// </summary>
internal sealed record RawAddress(HostAndPort Target, bool Pjl)
{
    private const string PjlMark = "?pjl";

    public static RawAddress? Parse(string? address)
    {
        var pjl = address?.EndsWith(PjlMark, StringComparison.OrdinalIgnoreCase) is true;
        return HostAndPort.Parse(pjl ? address![..^PjlMark.Length] : address) is { } target ? new RawAddress(target, pjl) : null;
    }
}
