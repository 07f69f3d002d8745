using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>What every request must have (RFC 8011, sections 4.1.1 to 4.1.8), whatever it asks.</summary>
internal static class RequestRules
{
    private const int LongestName = 255;
    private const int LongestUri = 1023;

    /// <summary>Why the request is no good, or null.</summary>
    public static (IppStatus Status, string Text)? Broken(IppMessage request)
    {
        if (request.Version >> 8 is not (1 or 2))
        {
            return (IppStatus.VersionNotSupported, "This printer speaks IPP 1.1 and 2.0.");
        }

        if (request.RequestId <= 0)
        {
            return Bad("request-id must be at least 1.");
        }

        if (request.Groups is not [{ Tag: IppTag.OperationGroup, Attributes: [var charset, var language, ..] } first, ..]
            || charset.Name != "attributes-charset" || language.Name != "attributes-natural-language")
        {
            return Bad("A request begins with attributes-charset and attributes-natural-language.");
        }

        if (charset.Strings().FirstOrDefault() is not ("utf-8" or "us-ascii" or "UTF-8"))
        {
            return (IppStatus.CharsetNotSupported, "This printer reads utf-8.");
        }

        return BrokenTarget(first) ?? TooLong(request);
    }

    private static (IppStatus Status, string Text)? BrokenTarget(IppGroup operation)
    {
        var target = operation.Find("printer-uri") ?? operation.Find("job-uri");
        return target is not { Values: [IppText { Tag: IppTag.Uri }] } ? Bad("A request names its printer-uri or job-uri.") : null;
    }

    private static (IppStatus Status, string Text)? TooLong(IppMessage request)
    {
        var texts = request.Groups.SelectMany(group => group.Attributes)
            .SelectMany(attribute => attribute.Values.OfType<IppText>().Select(text => (attribute.Name, text)));
        foreach (var (name, text) in texts)
        {
            var isLong = text.Tag is IppTag.Uri or IppTag.TextWithoutLanguage or IppTag.TextWithLanguage;
            if (text.Value.Length > (isLong ? LongestUri : LongestName))
            {
                return (IppStatus.RequestValueTooLong, $"{name} is too long.");
            }
        }

        return null;
    }

    private static (IppStatus Status, string Text)? Bad(string text) => (IppStatus.BadRequest, text);
}
