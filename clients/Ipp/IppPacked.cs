namespace TicketFlow.Ipp;

/// <summary>Attributes as one line of text (RFC 8010 in base64), to be kept in a record of something else.</summary>
public static class IppPacked
{
    /// <summary>Null for no attributes.</summary>
    /// <exception cref="ArgumentException">A name or value is longer than a message can carry.</exception>
    public static string? Pack(IReadOnlyList<IppAttribute> attributes) => attributes.Count == 0
        ? null
        : Convert.ToBase64String(IppWriter.Write(new IppMessage(IppMessage.Version20, 0, 1, [new IppGroup(IppTag.JobGroup, attributes)])));

    /// <summary>Nothing for null, and for what <see cref="Pack"/> has not made.</summary>
    public static IReadOnlyList<IppAttribute> Unpack(string? packed)
    {
        var bytes = new byte[packed?.Length ?? 0];
        if (!Convert.TryFromBase64String(packed ?? "", bytes, out var length) || length == 0)
        {
            return [];
        }

        try
        {
            return IppReader.Read(bytes.AsMemory(0, length)).Group(IppTag.JobGroup)?.Attributes ?? [];
        }
        catch (IppFormatException)
        {
            return [];
        }
    }
}
