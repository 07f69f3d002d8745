namespace TicketFlow.Ipp;

/// <summary>A request or a response without its document (RFC 8010, section 3.1.1).</summary>
/// <param name="Version">Major version in the high byte, minor in the low: 0x0200 is 2.0.</param>
/// <param name="Code">Operation of a request, status of a response.</param>
/// <param name="RequestId">The response repeats the request's.</param>
/// <param name="Groups">In the order of the wire.</param>
public sealed record IppMessage(ushort Version, ushort Code, int RequestId, IReadOnlyList<IppGroup> Groups)
{
    public const ushort Version11 = 0x0101;
    public const ushort Version20 = 0x0200;

    public IppOperation Operation => (IppOperation)Code;

    public IppStatus Status => (IppStatus)Code;

    /// <summary>Whether a response says that it was done, perhaps with substitutions.</summary>
    public bool IsSuccess => Code < (ushort)IppStatus.BadRequest;

    /// <summary>The operation attributes, or an empty group.</summary>
    public IppGroup OperationAttributes => Group(IppTag.OperationGroup) ?? new IppGroup(IppTag.OperationGroup, []);

    /// <summary>The first group of this kind.</summary>
    public IppGroup? Group(IppTag tag) => Groups.FirstOrDefault(group => group.Tag == tag);

    /// <summary>The server's own words for a status, or null.</summary>
    public string? StatusMessage => OperationAttributes.Text("status-message");

    /// <summary>
    /// A request with the three attributes every request begins with (RFC 8011, section 4.1.4): charset, language and the printer's URI.
    /// </summary>
    public static IppMessage Request(
        IppOperation operation, string printerUri, int requestId, IEnumerable<IppAttribute>? operationAttributes = null,
        IReadOnlyList<IppAttribute>? jobAttributes = null)
    {
        var operationGroup = new IppGroup(
            IppTag.OperationGroup,
            [
                IppAttribute.Charset("attributes-charset", "utf-8"),
                IppAttribute.Language("attributes-natural-language", "en"),
                IppAttribute.Uri("printer-uri", printerUri),
                .. operationAttributes ?? [],
            ]);
        return new IppMessage(
            Version20, (ushort)operation, requestId,
            jobAttributes is { Count: > 0 } ? [operationGroup, new IppGroup(IppTag.JobGroup, jobAttributes)] : [operationGroup]);
    }

    public bool Equals(IppMessage? other) =>
        other is not null && Version == other.Version && Code == other.Code && RequestId == other.RequestId
        && Groups.SequenceEqual(other.Groups);

    public override int GetHashCode() => HashCode.Combine(Version, Code, RequestId);
}
