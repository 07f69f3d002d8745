namespace TicketFlow.Printing.Ipp;

/// <summary><c>ipp://host[:631]/path</c> or <c>ipps://…</c>, as the mechanism's name says.</summary>
internal static class IppAddress
{
    public static Uri? Parse(string? address, string scheme) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == scheme && uri.Host.Length > 0
            && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : null;
}
