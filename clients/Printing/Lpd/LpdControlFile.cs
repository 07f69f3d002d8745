using System.Globalization;
using System.Text;

namespace TicketFlow.Printing.Lpd;

/// <summary>
/// The control file of RFC 1179 section 7: what is printed, for whom. Without an <c>L</c> line, so no banner page; printed as it is
/// (<c>l</c>), once per copy. Users' text becomes printable ASCII within the lengths of the RFC: a line end in a title must not become a
/// command.
/// </summary>
internal sealed record LpdControlFile(string Name, string DocumentName, byte[] Content)
{
    private const int LongestHost = 31;
    private const int LongestUser = 31;
    private const int LongestTitle = 99;
    private const int LongestSourceName = 131;
    private const int MostCopies = 999;

    public static LpdControlFile Of(TransferJob job)
    {
        var label = job.Label;
        var host = Plain(label.Host, LongestHost).Replace(' ', '-');
        var number = Number(label.Key);
        var document = $"dfA{number}{host}";
        var lines = new StringBuilder()
            .Append('H').Append(host).Append('\n')
            .Append('P').Append(Plain(label.User, LongestUser).Replace(' ', '_')).Append('\n')
            .Append('J').Append(Plain(label.Title, LongestTitle)).Append('\n');
        for (var copy = 0; copy < Math.Clamp(job.Instructions.Copies ?? 1, 1, MostCopies); copy++)
        {
            lines.Append('l').Append(document).Append('\n');
        }

        lines.Append('U').Append(document).Append('\n').Append('N').Append(Plain(label.Title, LongestSourceName)).Append('\n');
        return new LpdControlFile($"cfA{number}{host}", document, Encoding.ASCII.GetBytes(lines.ToString()));
    }

    /// <summary>Three digits that follow from the job's key, so that jobs of one computer seldom share them.</summary>
    private static string Number(string key)
    {
        var number = key.Aggregate(0, static (sum, c) => ((sum * 31) + c) % 1000);
        return number.ToString("000", CultureInfo.InvariantCulture);
    }

    private static string Plain(string text, int longest)
    {
        var plain = new string([.. text.Take(longest).Select(c => c is >= ' ' and <= '~' ? c : '_')]).Trim();
        return plain.Length > 0 ? plain : "_";
    }
}
