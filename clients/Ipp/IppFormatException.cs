namespace TicketFlow.Ipp;

/// <summary>A message that cannot be understood.</summary>
/// <param name="code">Stable, for programs: one of <see cref="IppFormatErrors"/>.</param>
/// <param name="message">A sentence.</param>
public sealed class IppFormatException(string code, string message) : IOException(message)
{
    public string Code { get; } = code;

    /// <summary>What a server answers with.</summary>
    public IppStatus Status => Code == IppFormatErrors.TooLarge ? IppStatus.RequestEntityTooLarge : IppStatus.BadRequest;

    /// <summary>Version and request id of the message, when its first eight bytes were there; so that an answer can name them.</summary>
    public (ushort Version, int RequestId)? Header { get; init; }
}

public static class IppFormatErrors
{
    /// <summary>The stream ended within the message.</summary>
    public const string Truncated = "ipp-truncated";

    /// <summary>A limit of <see cref="IppLimits"/> was passed.</summary>
    public const string TooLarge = "ipp-too-large";

    /// <summary>The bytes follow no rule of RFC 8010.</summary>
    public const string Malformed = "ipp-malformed";
}
