using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TicketFlow.Contracts.Agents;
using TicketFlow.EventStore;
using TicketFlow.Testing.Postgres;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Access;

/// <summary>Admission as one server has it, on a real database shared with whoever else opens it.</summary>
internal sealed class AccessHarness : IAsyncDisposable
{
    private readonly IHost _host;

    private AccessHarness(IHost host) => _host = host;

    public IAdmission Admission => _host.Services.GetRequiredService<IAdmission>();

    public static DocumentStore Store(PostgresDatabase database) => DocumentStore.For(options =>
    {
        options.ConnectionString = database.ConnectionString;
        TicketServerStore.Configure(options);
    });

    public static async Task<AccessHarness> StartAsync(DocumentStore store, string byDefault = "allow")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // A change must not be found by the slow refresh.
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Access:Default"] = byDefault, ["Access:RefreshEvery"] = "01:00:00" });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IDocumentStore>(store);
        builder.Services.AddSingleton(store.DataSource);
        builder.Services.AddSingleton<IResourceDirectory, ResourceDirectory>();
        builder.Services.AddAccess(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new AccessHarness(host);
    }

    public async Task<Admission> AskAsync(string user, string printer, string driver = "none") => await Admission.CheckAsync(
        new TicketRequest(1, "aaaaaaaaaaaaaaaa", "1.0", "Linux", driver, printer, "EXAMPLE", user), CancellationToken.None);

    public async Task<string?> CodeAsync(string user, string printer) => (await AskAsync(user, printer)).Refusal?.Code;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
