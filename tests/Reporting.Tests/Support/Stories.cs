using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace Reporting.Tests.Support;

/// <summary>Events of a job's life as the ticket server writes them.</summary>
internal static class Stories
{
    public static readonly DateTimeOffset Later = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static JobOpened Opened(string id, string resource, string user = "anna", string agent = "pc-1") => new(
        id, agent, "key-" + id, 1, resource, "office", user, "1.2.0", "linux", "driver 3", "a title", Later);

    public static JobDescribed Described(
        int? pages = 1, long bytes = 5_000, int? copies = null, bool? colour = false, int? sides = 1, string? paper = "iso_a4_210x297mm") =>
        new("192.0.2.9:9100", pages, bytes, null, copies, colour, sides, paper);

    public static ResourceRegistered Printer(string name, string? location) =>
        new(name, "printer", "192.0.2.9:9100", "raw", 1, 1 << 30, location);

    public static GoAheadIssued GoAhead(int attempt) => new(attempt, "192.0.2.9:9100", "raw", Later);
}
