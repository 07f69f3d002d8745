namespace TicketFlow.Messaging.Administration;

/// <summary>Where the broker's management HTTP API is, and as whom to speak to it.</summary>
public sealed record BrokerAdministrationOptions
{
    /// <summary>The virtual host used when the URI names none.</summary>
    public const string DefaultVirtualHost = "ticketflow";

    /// <summary>Base address without credentials, for example <c>http://127.0.0.1:15672/</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>An account with the tag "administrator".</summary>
    public required BrokerAccount Administrator { get; init; }

    public string VirtualHost { get; init; } = DefaultVirtualHost;

    /// <summary>How long one call may take before the broker counts as unreachable.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What the ticket server's account may configure, write and read: the names of this system, the exchanges MassTransit
    /// names after our message types (faults), and the default exchange (to reach agents' queues).
    /// </summary>
    public string ServerResources { get; init; } =
        @"^(tf\.|agent\.|TicketFlow\.|MassTransit:|amq\.default$)";

    /// <summary>Reads <c>http(s)://user:password@host:port[/prefix][?vhost=name]</c>.</summary>
    /// <exception cref="BrokerAdministrationException">The text is not such a URI (<see cref="BrokerErrors.OptionsInvalid"/>).</exception>
    public static BrokerAdministrationOptions Parse(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            throw Invalid("is not an http or https URI");
        }

        var separator = parsed.UserInfo.IndexOf(':', StringComparison.Ordinal);
        if (separator < 1)
        {
            throw Invalid("lacks user and password: http://user:password@host:port");
        }

        return new BrokerAdministrationOptions
        {
            Endpoint = new UriBuilder(parsed.Scheme, parsed.Host, parsed.Port, parsed.AbsolutePath.TrimEnd('/') + "/").Uri,
            Administrator = new BrokerAccount(
                Uri.UnescapeDataString(parsed.UserInfo[..separator]),
                Uri.UnescapeDataString(parsed.UserInfo[(separator + 1)..])),
            VirtualHost = VirtualHostIn(parsed.Query) ?? DefaultVirtualHost,
        };
    }

    private static string? VirtualHostIn(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => pair.StartsWith("vhost=", StringComparison.Ordinal))
            .Select(pair => Uri.UnescapeDataString(pair["vhost=".Length..]))
            .LastOrDefault(value => value.Length > 0);

    private static BrokerAdministrationException Invalid(string what) =>
        new(BrokerErrors.OptionsInvalid, $"The broker's management URI {what}.");
}
