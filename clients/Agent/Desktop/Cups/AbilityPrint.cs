using System.Security.Cryptography;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>
/// What a queue of CUPS is made from, as a short word: when it changes, the queue has to be made again. What passes (paper in the trays,
/// supplies) and what CUPS does not read is left out.
/// </summary>
internal static class AbilityPrint
{
    /// <summary>As CUPS 2.4 reads them when it makes a queue (<c>_ppdCreateFromIPP</c>).</summary>
    private static readonly HashSet<string> Read = new(StringComparer.Ordinal)
    {
        "color-supported", "document-format-supported", "finishings-supported", "media-bottom-margin-supported", "media-col-database",
        "media-col-default", "media-default", "media-left-margin-supported", "media-right-margin-supported", "media-size-supported",
        "media-source-supported", "media-supported", "media-top-margin-supported", "media-type-supported", "output-bin-default",
        "output-bin-supported", "print-color-mode-default", "print-color-mode-supported", "print-quality-supported",
        "printer-make-and-model", "printer-resolution-default", "pwg-raster-document-resolution-supported",
        "pwg-raster-document-sheet-back", "pwg-raster-document-type-supported", "sides-supported", "urf-supported",
    };

    public static string Of(IReadOnlyList<IppAttribute> abilities)
    {
        IppAttribute[] read = [.. abilities.Where(able => Read.Contains(able.Name)).OrderBy(able => able.Name, StringComparer.Ordinal)];
        var message = new IppMessage(IppMessage.Version20, 0, 0, [new IppGroup(IppTag.PrinterGroup, read)]);
        return Convert.ToHexStringLower(SHA256.HashData(IppWriter.Write(message)).AsSpan(0, 12));
    }
}
