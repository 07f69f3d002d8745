using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Agent.Desktop.Layout;
using TicketFlow.Agent.Desktop.Lpd;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Desktop;

/// <summary>The agent as printers of the desktop.</summary>
internal static class DesktopModule
{
    public static void AddDesktop(IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(options.Desktop);
        services.AddSingleton<DesktopMemory>();
        services.AddSingleton<KnownUsers>();
        services.AddSingleton<PrinterBook>();
        services.AddSingleton<DocumentShelf>();
        services.AddSingleton<CreatedJobs>();
        services.AddSingleton<DesktopJobs>();
        services.AddSingleton<DocumentOperations>();
        services.AddSingleton<JobOperations>();
        services.AddSingleton<AbilityBook>();
        services.AddSingleton<LayoutPrograms>();
        services.AddSingleton<DocumentLayout>();
        services.AddSingleton<IppPrinter>();
        services.AddSingleton<IppDoor>();
        services.AddSingleton<DesktopHost>();
        services.AddSingleton<CupsCommands>();
        services.AddSingleton<CupsDevices>();
        services.AddSingleton<QueueGate>();
        services.AddSingleton<QueueRenewal>();
        services.AddSingleton<CupsQueues>();
        services.AddSingleton<DesktopEndpoints>();
        services.AddHostedService(provider => provider.GetRequiredService<DesktopHost>());
        services.AddHostedService<QueueFollower>();
        services.AddHostedService<AbilityScout>();
        services.AddHostedService<LpdDoor>();
        services.AddHostedService<PrinterWitness>();
    }
}
