using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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

namespace TicketFlow.Agent;

/// <summary>Puts the agent together: lock, journal, recovery, then the parts that talk.</summary>
internal sealed class AgentHost : IAsyncDisposable
{
    private readonly HomeLock _lock;
    private readonly JobJournal _journal;

    private AgentHost(HomeLock homeLock, JobJournal journal, WebApplication app) => (_lock, _journal, App) = (homeLock, journal, app);

    public WebApplication App { get; }

    /// <exception cref="AgentStartException">The agent cannot start; the message is for the operator.</exception>
    public static async Task<AgentHost> StartAsync(
        AgentOptions options, BrokerCredentials credentials, CancellationToken cancellationToken = default)
    {
        var homeLock = TakeHome(options);
        var app = default(WebApplication);
        var journal = default(JobJournal);
        try
        {
            LocalSocket.Prepare(options.Socket, options.Shared);
            var builder = EmptyBuilder();
            ServiceLog.Configure(builder.Logging);
            builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
            builder.WebHost.UseKestrelCore().ConfigureKestrel(server => LocalSocket.Listen(server, options));
            using var logging = LoggerFactory.Create(ServiceLog.Configure);
            var recovered = new RecoveredJobs();
            journal = JobJournal.Open(options.JournalDirectory, new JournalOptions(), recovered.Take, logging.CreateLogger<JobJournal>());
            var identity = Identity() with { Starts = StartLineage.Begin(options.Home, logging.CreateLogger<JobJournal>()) };
            NetworkChange.NetworkAddressChanged += (_, _) => identity.Address = OwnAddress();
            AgentModule.AddAgent(builder.Services, options, credentials, journal, identity);
            app = builder.Build();
            recovered.Enter(app.Services);
            app.Services.GetRequiredService<JobEndpoints>().Map(app);
            app.Services.GetRequiredService<WishEndpoints>().Map(app);
            app.Services.GetRequiredService<WatchEndpoints>().Map(app);
            app.Services.GetRequiredService<NoticeEndpoints>().Map(app);
            app.Services.GetRequiredService<LeaseEndpoints>().Map(app);
            app.Services.GetRequiredService<OpenEndpoint>().Map(app);
            app.Services.GetRequiredService<DoctorEndpoints>().Map(app);
            app.Services.GetRequiredService<DesktopEndpoints>().Map(app);
            await app.StartAsync(cancellationToken);
            LocalSocket.Close(options.Socket, options.Shared);
            var notice = app.Services.GetRequiredService<ServiceNotice>();
            notice.Send(ServiceNotice.Ready);
            app.Lifetime.ApplicationStopping.Register(() => notice.Send(ServiceNotice.Stopping));
            return new AgentHost(homeLock, journal, app);
        }
        catch (Exception e)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            journal?.Dispose();
            homeLock.Dispose();
            throw e is IOException or UnauthorizedAccessException ? new AgentStartException($"The agent cannot start: {e.Message}") : e;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _journal.Dispose();
        _lock.Dispose();
    }

    /// <summary>
    /// Without the usual files of settings: the agent would read those of whatever directory it was started in, and watch that directory
    /// with everything below it for the rest of its life, which cost more CPU than its work.
    /// </summary>
    private static WebApplicationBuilder EmptyBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        return builder;
    }

    private static HomeLock TakeHome(AgentOptions options)
    {
        try
        {
            LocalSocket.CreatePrivate(options.Home);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException($"The home directory {options.Home} cannot be made: {e.Message}");
        }

        return HomeLock.TryTake(options.Home)
            ?? throw new AgentStartException(
                $"Another agent runs in {options.Home}. End it, or set TICKETFLOW_AGENT_HOME to another place.");
    }

    private static AgentIdentity Identity() => new(
        typeof(AgentHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        RuntimeInformation.OSDescription.Length > 60 ? RuntimeInformation.OSDescription[..60] : RuntimeInformation.OSDescription,
        "none",
        OwnAddress());

    private static string OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily is AddressFamily.InterNetwork, IPAddress.Loopback)
        .ToString();
}
