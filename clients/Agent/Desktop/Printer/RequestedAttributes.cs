using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary><c>requested-attributes</c>: names, or names of groups of names (RFC 8011, sections 4.2.5.1 and 4.3.4.1).</summary>
internal sealed class RequestedAttributes
{
    /// <summary>Large, and only for who names it (PWG 5100.11).</summary>
    private const string OnlyByName = "media-col-database";

    private readonly HashSet<string> _names;
    private readonly bool _all;

    private RequestedAttributes(HashSet<string> names) =>
        (_names, _all) = (names, names.Overlaps(["all", "printer-description", "job-template", "job-description"]));

    /// <param name="operation">The request's operation attributes.</param>
    /// <param name="unsaid">What a request without the attribute means.</param>
    public static RequestedAttributes Of(IppGroup operation, params string[] unsaid) =>
        new(new HashSet<string>(operation.Find("requested-attributes")?.Strings() ?? unsaid, StringComparer.Ordinal));

    /// <summary>Whether it stands there by its own name.</summary>
    public bool Names(string name) => _names.Contains(name);

    public bool Wants(string name) => _names.Contains(name) || _all && name != OnlyByName && InGroups(name);

    public IEnumerable<IppAttribute> Of(IEnumerable<IppAttribute> attributes) => attributes.Where(attribute => Wants(attribute.Name));

    private bool InGroups(string name)
    {
        if (_names.Contains("all"))
        {
            return true;
        }

        return JobTemplate.IsOne(name) ? _names.Contains("job-template") : _names.Overlaps(["printer-description", "job-description"]);
    }
}
