using Microsoft.Extensions.Options;
using TicketFlow.PrinterMonitor.SnmpSource;

namespace TicketFlow.PrinterMonitor.Fleet;

/// <summary>Tells an operator what is wrong with the rules, all of it at once.</summary>
internal sealed class FleetOptionsRules(CredentialBook credentials) : IValidateOptions<FleetOptions>
{
    public ValidateOptionsResult Validate(string? name, FleetOptions options)
    {
        var wrong = FleetRules.Problems(options, credentials.Knows).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
