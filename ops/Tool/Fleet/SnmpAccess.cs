using System.CommandLine;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.SnmpSource;

namespace TicketFlow.Ops.Fleet;

/// <summary>Where a command takes communities and v3 users from: the monitor's own file, so that no secret is ever an argument.</summary>
internal sealed class SnmpAccess
{
    private const string Variable = "TICKETFLOW_SNMP_CREDENTIALS_FILE";

    private readonly Option<string?> _file = new("--credentials-file")
    {
        Description = $"The monitor's file with communities and v3 users (docs/monitor.md). Default: ${Variable}.",
    };

    public Option<string[]> Names { get; } = new("--credential")
    {
        Description = "Names in that file.",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(Names);
    }

    /// <summary>The credential of that name.</summary>
    /// <exception cref="OperationException">There is no such file or name.</exception>
    public SnmpCredentials Find(ParseResult parse, string name, string? version = null)
    {
        var file = parse.GetValue(_file) ?? Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(file))
        {
            throw new OperationException(
                ExitCodes.Failed, $"Where is the credential '{name}'? Name the monitor's file with --credentials-file or {Variable}.");
        }

        try
        {
            return CredentialBook.Read(file).Find(name, version)
                ?? throw new OperationException(ExitCodes.NotFound, $"There is no credential '{name}' in {file}.");
        }
        catch (FormatException e)
        {
            throw new OperationException(ExitCodes.Failed, e.Message);
        }
    }
}
