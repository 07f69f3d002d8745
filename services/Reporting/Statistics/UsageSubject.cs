using System.Security.Cryptography;
using System.Text;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Statistics;

/// <summary>Who and what an outcome is counted for: a row of <c>usage_subject</c>. Empty text: none known.</summary>
/// <param name="Groups">All of them, each followed by <see cref="Between"/>, so that equal subjects are equal records.</param>
internal sealed record UsageSubject(
    string Resource, string Site, string User, string Department, string CostCentre, string Client, string Groups, string Kind, string Code)
{
    /// <summary>Stands in no name: names with control characters are refused at the door.</summary>
    public const char Between = '\u001f';

    public IReadOnlyList<string> GroupNames => Groups.Length == 0 ? [] : Groups[..^1].Split(Between);

    /// <summary>128 bits that no two subjects share.</summary>
    public Guid Digest => new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\u001e', Resource, Site, User, Department, CostCentre, Client, Groups, Kind, Code)))[..16]);

    public static UsageSubject Of(Outcome outcome) => new(
        outcome.Resource ?? "", outcome.Site ?? "", outcome.User is null ? "" : $"{outcome.Domain}\\{outcome.User}",
        outcome.Department ?? "", outcome.CostCentre ?? "", outcome.Agent,
        outcome.Groups.Count == 0 ? "" : string.Join(Between, outcome.Groups) + Between, outcome.Kind, outcome.Code ?? "");
}
