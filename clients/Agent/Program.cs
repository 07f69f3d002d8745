using Microsoft.Extensions.Hosting;
using TicketFlow.Agent;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Service;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(AgentHelp.Text);
    return 0;
}

try
{
    var (options, credentials) = AgentConfiguration.Load(args);
    await using var agent = await AgentHost.StartAsync(options, credentials);
    Console.WriteLine($"agent {credentials.Agent} listens on {options.Socket}");
    await agent.App.WaitForShutdownAsync();
    return 0;
}
catch (AgentStartException e)
{
    await Console.Error.WriteLineAsync(ServiceLog.Error(e.Message, ServiceLog.IsJournal));
    return 2;
}
