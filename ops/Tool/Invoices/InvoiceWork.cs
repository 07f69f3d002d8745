using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.Reporting;
using TicketFlow.Reporting.Invoices;

namespace TicketFlow.Ops.Invoices;

/// <summary>What the commands about invoices share: the log as reporting sees it, refusals as sentences, progress.</summary>
internal sealed class InvoiceWork(DocumentStore store)
{
    public InvoiceDesk Desk { get; } = new(store, store.DataSource, TimeProvider.System, "operator:" + Environment.UserName);

    public InvoiceArchive Archive { get; } = new(store, store.DataSource);

    public InvoiceVerification Verification { get; } = new(store, store.DataSource);

    public DocumentStore Store => store;

    /// <summary>Opens the log of <c>TICKETFLOW_POSTGRES</c>; the tables in it are the services' business.</summary>
    public static Task<int> RunAsync(Func<InvoiceWork, Task<int>> work) => Operation.GuardAsync(async () =>
    {
        var options = new StoreOptions { ConnectionString = Operation.Setting("TICKETFLOW_POSTGRES", "the database's connection string") };
        ReportingStore.Configure(options);
        await using var opened = Open(options);
        try
        {
            return await work(new InvoiceWork(opened));
        }
        catch (InvoiceRefusedException e)
        {
            throw new OperationException(ExitCodes.Failed, $"{e.Message} ({e.Code})");
        }
    });

    /// <summary>A month as it is typed.</summary>
    public static BillingMonth Month(string text) => BillingMonth.TryParse(text, out var month) ? month
        : throw new OperationException(ExitCodes.Failed, $"'{text}' is no month; write it as 2026-10.");

    /// <summary>The invoice of an id or number.</summary>
    public async Task<FoundInvoice> FindAsync(string idOrNumber, CancellationToken cancellation) =>
        await Archive.FindAsync(idOrNumber, cancellation) ?? throw new OperationException(
            ExitCodes.NotFound, $"There is no invoice '{idOrNumber}'. 'ticketflow-ops invoice list' shows ids and numbers. "
                + $"({InvoiceErrors.Unknown})");

    /// <summary>The drafts of a month.</summary>
    public async Task<IReadOnlyList<InvoiceRow>> DraftsAsync(BillingMonth month, CancellationToken cancellation) =>
        [.. (await Archive.ListAsync(month, month, cancellation)).Where(r => r.Kind == "draft")];

    /// <summary>Runs long work with what it has done so far on a terminal; elsewhere in silence.</summary>
    public static async Task<T> WithProgressAsync<T>(string what, Func<IProgress<long>?, Task<T>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            return await work(null);
        }

        return await AnsiConsole.Status().StartAsync(what, context => work(new Shown(context, what)));
    }

    private static DocumentStore Open(StoreOptions options)
    {
        try
        {
            return new DocumentStore(options);
        }
        catch (ArgumentException e)
        {
            throw new OperationException(ExitCodes.Unreachable, $"TICKETFLOW_POSTGRES is no connection string of PostgreSQL: {e.Message}");
        }
    }

    private sealed class Shown(StatusContext context, string what) : IProgress<long>
    {
        public void Report(long value) =>
            context.Status(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} {value:N0}"));
    }
}
