using Microsoft.Extensions.DependencyInjection;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>Quotas and budgets: warn, hold or refuse what costs more than is left.</summary>
public static class BudgetModule
{
    /// <summary>Registers it. To be called after what creates the tables and before what consumes.</summary>
    public static IServiceCollection AddBudgets(this IServiceCollection services)
    {
        services.AddSingleton<BudgetWatch>();
        services.AddHostedService(s => s.GetRequiredService<BudgetWatch>());
        services.AddSingleton<BudgetAccounts>();
        services.AddSingleton<ICostFollower, CostFollower>();
        return services;
    }
}
