using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.PrinterMonitor.Alerts.Incidents;

/// <summary>One trouble of one printer, from its beginning to its end.</summary>
/// <param name="Site">See <see cref="Delivery.AlertRules.Site"/>.</param>
/// <param name="Cause">printer-state-reasons keyword.</param>
/// <param name="Text">What the printer showed, or null.</param>
internal sealed record Incident(
    Guid Id, string Printer, string Site, string Cause, DateTimeOffset OpenedAt, string? Text, DateTimeOffset? ClearedAt = null,
    string? AcknowledgedBy = null)
{
    public bool IsOpen => ClearedAt is null;

    /// <summary>Follows from what opened it, so that doing it again makes no second one.</summary>
    public static Guid IdOf(string printer, long version, string cause) => Named($"incident\n{printer}\n{version}\n{cause}");

    /// <summary>The first 128 bits of SHA-256 over the name, as a UUID of version 8 (RFC 9562).</summary>
    public static Guid Named(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>How far one rule is with one incident. Stored; never rename.</summary>
internal enum NoticePhase
{
    /// <summary>To be told, if it lasts.</summary>
    Waiting,

    /// <summary>Told, and it lasts.</summary>
    Told,

    /// <summary>Told, and it ended: to be told.</summary>
    Closing,

    /// <summary>Nothing more to tell.</summary>
    Done,
}

/// <summary>What one rule does about one incident.</summary>
/// <param name="DueAt">When there is something to tell next; null: not by itself.</param>
/// <param name="Letter">The name of the letter that told of it, or null.</param>
/// <param name="Escalated">Whether the others were told too.</param>
internal sealed record Notice(
    Incident Incident, string Rule, NoticePhase Phase, DateTimeOffset? DueAt, string? Letter = null, bool Escalated = false);
