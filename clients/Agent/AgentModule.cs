using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Doctor;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Leases;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Agent.Notifications;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Page;
using TicketFlow.Agent.Service;
using TicketFlow.Agent.Spool;
using TicketFlow.Agent.Transfers;
using TicketFlow.Contracts.Agents;
using TicketFlow.Printing;
using TicketFlow.Printing.Bandwidth;
using TicketFlow.Printing.Ipp;
using TicketFlow.Printing.Lpd;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Agent;

internal static class AgentModule
{
    /// <summary>Ended jobs that can still be looked at.</summary>
    private const int KeepClosed = 1000;

    public static void AddAgent(
        IServiceCollection services, AgentOptions options, BrokerCredentials credentials, JobJournal journal, AgentIdentity identity)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options.Spool);
        services.AddSingleton(options.Transfers);
        services.AddSingleton(options.Broker);
        services.AddSingleton(options);
        services.AddSingleton(credentials);
        services.AddSingleton(identity);

        // An instance, so that the container does not dispose it: AgentHost does, when nobody writes any more.
        services.AddSingleton(journal);
        services.AddSingleton(new JobTable(KeepClosed));
        services.AddSingleton<OutgoingQueue>();
        services.AddSingleton<SpoolStore>();
        services.AddSingleton<JobLifecycle>();
        services.AddSingleton(options.Documents);
        services.AddSingleton<DocumentInspector>();
        services.AddSingleton<UnansweredJobs>();
        services.AddSingleton<DocumentIntake>();
        services.AddSingleton<ServerQueries>();
        services.AddSingleton<IncomingMessages>();
        services.AddSingleton<TransferBoard>();
        services.AddSingleton<JobEndpoints>();
        services.AddSingleton<JobWishes>();
        services.AddSingleton<WishEndpoints>();
        services.AddSingleton<WatchEndpoints>();
        services.AddSingleton<StorageChecks>();
        services.AddSingleton<BrokerChecks>();
        services.AddSingleton<ServerChecks>();
        services.AddSingleton<DesktopChecks>();
        services.AddSingleton<PrinterChecks>();
        services.AddSingleton<DoctorEndpoints>();
        services.AddSingleton(ServiceNotice.FromEnvironment());
        services.AddSingleton<LinkCondition>();
        AddTransfers(services, options.Transfers);
        PageModule.AddPage(services, options);
        NotificationModule.AddNotifications(services, options);
        services.AddHostedService<Watchdog>();
        services.AddHostedService<KeptDocuments>();
        services.AddHostedService<BrokerLink>();
        services.AddHostedService<TransferRunner>();
        services.AddHostedService<TransferBeat>();
        services.AddHostedService<QuestionRepeater>();
        services.AddSingleton<LeaseBook>();
        services.AddSingleton<LeaseKeeping>();
        services.AddSingleton<LeaseEndpoints>();
        services.AddHostedService<LeaseRenewer>();
        DesktopModule.AddDesktop(services, options);
    }

    private static void AddTransfers(IServiceCollection services, TransferOptions options)
    {
        services.AddSingleton<ITransferMechanism>(new RawTcpTransfer(options.Raw, TimeProvider.System));
        services.AddSingleton<ITransferMechanism>(new LpdTransfer(options.Lpd, TimeProvider.System));
        services.AddSingleton<ITransferMechanism>(_ => new IppTransfer(Mechanisms.Ipp, options.Ipp, TimeProvider.System));
        services.AddSingleton<ITransferMechanism>(_ => new IppTransfer(Mechanisms.Ipps, options.Ipp, TimeProvider.System));
        foreach (var mechanism in PluginMechanisms.Load(options.Plugins))
        {
            services.AddSingleton<ITransferMechanism>(s =>
                new PluginGuard(mechanism, options, TimeProvider.System, s.GetRequiredService<ILogger<PluginGuard>>()));
        }

        services.AddSingleton(new BandwidthLimits(options.Bandwidth, TimeProvider.System));
    }
}
