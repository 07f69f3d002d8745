using FluentValidation;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Border;

internal sealed class SeenPrintersRules : AbstractValidator<SeenPrinters>
{
    public const int MostPrinters = 50;
    private const int LongestAddress = 200;

    private static readonly string[] Schemes = ["socket", "lpd", "ipp", "ipps"];

    public SeenPrintersRules() => RuleFor(m => m.Printers)
        .Must(printers => printers is { Count: > 0 and <= MostPrinters } && printers.All(IsGood))
        .WithMessage(
            "The printers must be 1 to 50, each with an address socket:, lpd:, ipp: or ipps: of at most 200 characters without a user, "
            + "and a name of at most 128.");

    private static bool IsGood(SeenPrinter? printer) => printer is { Address.Length: > 0 and <= LongestAddress }
        && Uri.TryCreate(printer.Address, UriKind.Absolute, out var uri)
        && Schemes.Contains(uri.Scheme) && uri.Host.Length > 0 && uri.UserInfo.Length == 0
        && (printer.Name is null || (printer.Name.Length <= Bounds.Name && !printer.Name.Any(char.IsControl)));
}
