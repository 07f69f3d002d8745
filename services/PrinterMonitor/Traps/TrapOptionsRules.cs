using Microsoft.Extensions.Options;
using TicketFlow.PrinterMonitor.SnmpSource;

namespace TicketFlow.PrinterMonitor.Traps;

/// <summary>Tells an operator what is wrong with the section.</summary>
internal sealed class TrapOptionsRules(CredentialBook credentials) : IValidateOptions<TrapOptions>
{
    public ValidateOptionsResult Validate(string? name, TrapOptions options)
    {
        List<string> wrong = [.. options.Credentials.Where(c => !credentials.Knows(c))
            .Select(c => $"Monitor:Traps:Credentials has '{c}', and the credentials file has no such name.")];
        if (options.Listen is not null && options.Local is null)
        {
            wrong.Add($"Monitor:Traps:Listen is '{options.Listen}'; it must be address:port, for example 0.0.0.0:162.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
