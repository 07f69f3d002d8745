using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>What an agent says of a spooled document, as the event that is kept.</summary>
public static class JobDescriptions
{
    /// <summary>From a request that describes its job at once.</summary>
    public static JobDescribed Of(TicketRequest request, long bytes) =>
        Of(request.Address, request.Pages, bytes, request.Configuration, request.Properties ?? new PrintProperties());

    /// <summary>From the description of a job that was opened first.</summary>
    public static JobDescribed Of(JobDescription description) => Of(
        description.Address, description.Pages, description.Bytes!.Value, description.Configuration,
        description.Properties ?? new PrintProperties());

    private static JobDescribed Of(string? address, int? pages, long bytes, string? configuration, PrintProperties print) => new(
        address, pages, bytes, configuration, print.Copies, print.Colour, print.Sides, print.Paper,
        Sheets(pages, print.Copies ?? 1, print.Sides));

    private static int? Sheets(int? pages, int copies, int? sides) =>
        pages is { } known && sides is { } perSheet
            ? (int)Math.Min((((long)known + perSheet - 1) / perSheet) * copies, int.MaxValue)
            : null;
}
