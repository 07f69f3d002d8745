using MassTransit;
using RabbitMQ.Client;

namespace TicketFlow.Messaging;

/// <summary>Where the broker is and who we are there, read from an AMQP URI (<c>amqp[s]://user:password@host:port/vhost</c>).</summary>
public sealed class BrokerAddress
{
    private readonly Uri _uri;

    private BrokerAddress(Uri uri, string user, string password, string virtualHost)
    {
        _uri = uri;
        User = user;
        Password = password;
        VirtualHost = virtualHost;
    }

    /// <summary>Broker user; the server's own name in the <c>user-id</c> property.</summary>
    public string User { get; }

    /// <summary>Virtual host.</summary>
    public string VirtualHost { get; }

    /// <summary>Host name or address.</summary>
    public string Host => _uri.Host;

    /// <summary>Port, 5672 or 5671 when the URI names none.</summary>
    public ushort Port => (ushort)(_uri.Port > 0 ? _uri.Port : UsesTls ? 5671 : 5672);

    /// <summary>Whether bytes are protected on the way.</summary>
    public bool UsesTls => string.Equals(_uri.Scheme, "amqps", StringComparison.OrdinalIgnoreCase);

    internal string Password { get; }

    /// <summary>Reads the URI.</summary>
    /// <exception cref="FormatException">The text is not a usable AMQP URI; the message never repeats the text, for it holds a
    /// password.</exception>
    public static BrokerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new FormatException("The broker address must look like amqp://user:password@host:port/vhost.");
        }

        var parts = uri.UserInfo.Split(':', 2);
        if (parts.Length != 2 || parts[0].Length == 0)
        {
            throw new FormatException("The broker address must hold a user and a password: amqp://user:password@host:port/vhost.");
        }

        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return new BrokerAddress(uri, Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]), path.Length == 0 ? "/" : path);
    }

    /// <summary>A factory for direct connections (topology, messages to agents).</summary>
    public ConnectionFactory ToConnectionFactory(string connectionName) => new()
    {
        HostName = Host,
        Port = Port,
        UserName = User,
        Password = Password,
        VirtualHost = VirtualHost,
        ClientProvidedName = connectionName,
        AutomaticRecoveryEnabled = true,
        NetworkRecoveryInterval = TimeSpan.FromSeconds(1),
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(30),
        Ssl = new SslOption(Host, enabled: UsesTls),
    };

    /// <summary>The same for MassTransit.</summary>
    public void Configure(IRabbitMqHostConfigurator host)
    {
        host.Username(User);
        host.Password(Password);
        host.Heartbeat(TimeSpan.FromSeconds(30));
        if (UsesTls)
        {
            host.UseSsl(ssl => ssl.ServerName = Host);
        }
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{_uri.Scheme}://{User}@{Host}:{Port}/{VirtualHost}";
}
