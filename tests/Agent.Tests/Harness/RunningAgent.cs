namespace TicketFlow.Agent.Tests.Harness;

/// <summary>The whole agent in this process.</summary>
internal sealed class RunningAgent(AgentHost host, string socket) : IAsyncDisposable
{
    public LocalClient Local { get; } = new(socket);

    public AgentHost Host => host;

    public async ValueTask DisposeAsync()
    {
        Local.Dispose();
        await host.App.StopAsync();
        await host.DisposeAsync();
    }
}
