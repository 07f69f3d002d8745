using TicketFlow.Agent;
using TicketFlow.Agent.Service;
using TicketFlow.Agent.Service.Windows;

switch (args)
{
    case ["--help" or "-h"]:
        Console.WriteLine(AgentHelp.Text);
        return 0;
    case ["install" or "uninstall", ..]:
        return await ServiceCommand.RunAsync(args);
    case ["service", .. var settings]:
        return ServiceCommand.Serve(settings);
    default:
        return await AgentRun.RunAsync(args, static () => { }, CancellationToken.None);
}
