using System.Text;

namespace TicketFlow.PrinterMonitor.Snmp;

public enum SnmpVersion
{
    V1 = 0,
    V2c = 1,
    V3 = 3,
}

/// <summary>How to speak to a device. Nothing here prints its secret.</summary>
public abstract record SnmpCredentials
{
    private protected SnmpCredentials()
    {
    }

    public abstract SnmpVersion Version { get; }
}

/// <summary>v1 and v2c.</summary>
public sealed record CommunityCredentials(SnmpVersion ProtocolVersion, string Community) : SnmpCredentials
{
    public override SnmpVersion Version { get; } = ProtocolVersion is SnmpVersion.V1 or SnmpVersion.V2c
        ? ProtocolVersion
        : throw new ArgumentException("A community belongs to v1 or v2c.", nameof(ProtocolVersion));

    internal byte[] CommunityOctets() => Encoding.UTF8.GetBytes(Community);

    public override string ToString() => $"{Version} community";
}

/// <summary>RFC 3414 section 6, RFC 7860 section 4. All truncated as these say.</summary>
public enum AuthProtocol
{
    None,
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// <summary>RFC 3414 section 8 (DES), RFC 3826 (AES-128); the longer keys in both extensions that devices use.</summary>
public enum PrivProtocol
{
    None,
    Des,
    Aes128,

    /// <summary>Key lengthened as in draft-blumenthal-aes-usm-04 section 3.1.2.1 (net-snmp, most printers).</summary>
    Aes192,
    Aes256,

    /// <summary>Key lengthened as in draft-reeder-snmpv3-usm-3desede-00 section 2.1 (devices that follow one large vendor).</summary>
    Aes192Reeder,
    Aes256Reeder,
}

/// <summary>v3 with the user-based security model. Privacy needs authentication (RFC 3414 section 1.4.3).</summary>
public sealed record UsmCredentials : SnmpCredentials
{
    public const int MinPasswordLength = 8;

    public UsmCredentials(
        string user,
        AuthProtocol auth = AuthProtocol.None,
        string authPassword = "",
        PrivProtocol priv = PrivProtocol.None,
        string privPassword = "")
    {
        if (priv != PrivProtocol.None && auth == AuthProtocol.None)
        {
            throw new ArgumentException("Privacy needs an authentication protocol.", nameof(priv));
        }

        Require(auth == AuthProtocol.None, authPassword, nameof(authPassword));
        Require(priv == PrivProtocol.None, privPassword, nameof(privPassword));
        User = user;
        Auth = auth;
        AuthPassword = authPassword;
        Priv = priv;
        PrivPassword = privPassword;
    }

    public override SnmpVersion Version => SnmpVersion.V3;

    public string User { get; }

    public AuthProtocol Auth { get; }

    public PrivProtocol Priv { get; }

    internal string AuthPassword { get; }

    internal string PrivPassword { get; }

    internal byte[] UserOctets() => Encoding.UTF8.GetBytes(User);

    public override string ToString() => $"V3 user {User} ({Auth}/{Priv})";

    private static void Require(bool unused, string password, string name)
    {
        if (!unused && password.Length < MinPasswordLength)
        {
            throw new ArgumentException($"An SNMPv3 password has at least {MinPasswordLength} characters (RFC 3414 section 11.2).", name);
        }
    }
}
