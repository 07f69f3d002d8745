using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Page;

/// <summary>The user's page: a loopback web server of its own, which shares nothing with the local socket but the jobs.</summary>
internal static class PageModule
{
    public static void AddPage(IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(options.Page);
        services.AddSingleton<PageDirectory>();
        services.AddSingleton<OpenTokens>();
        services.AddSingleton<PageSessions>();
        services.AddSingleton<PageGuard>();
        services.AddSingleton<SessionEndpoint>();
        services.AddSingleton<PageJobs>();
        services.AddSingleton<PageStream>();
        services.AddSingleton<PageHost>();
        services.AddSingleton<OpenEndpoint>();
        services.AddHostedService(provider => provider.GetRequiredService<PageHost>());
    }
}
