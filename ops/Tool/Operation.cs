using System.Text.Json;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Administration;
using TicketFlow.PrinterMonitor.Alerts.Rules;
using TicketFlow.Reporting;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Organisation;
using TicketFlow.Reporting.Schedules;
using TicketFlow.TicketServer;

namespace TicketFlow.Ops;

/// <summary>Exit codes of the operators' command.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It was refused or failed; the sentence says why.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>Database or broker cannot be reached, or are not configured.</summary>
    public const int Unreachable = 4;
}

/// <summary>One command's work: opens what it needs from the environment, and turns failures into a sentence and an exit code.</summary>
internal static class Operation
{
    /// <summary>How <c>--json</c> is written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = false };

    /// <summary>Runs with the event store of <c>TICKETFLOW_POSTGRES</c>.</summary>
    public static Task<int> WithStoreAsync(Func<DocumentStore, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        GuardAsync(async () =>
        {
            await using var store = Open(Setting("TICKETFLOW_POSTGRES", "the database's connection string"), Configure);
            await store.ApplyAllConfiguredChangesToDatabaseAsync(cancellation);
            return await work(store, cancellation);
        });

    /// <summary>Runs with the log as it is: makes no tables, so that a role will do which may make none.</summary>
    public static Task<int> WithLogAsync(Func<DocumentStore, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        GuardAsync(async () =>
        {
            await using var store = Open(Setting("TICKETFLOW_POSTGRES", "the database's connection string"), Configure);
            return await work(store, cancellation);
        });

    /// <summary>
    /// Runs with the log as the reporting service reads it; makes no tables. A store of its own, for an alias can be one class only.
    /// </summary>
    public static Task<int> WithReportingStoreAsync(
        Func<DocumentStore, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        GuardAsync(async () =>
        {
            await using var store = Open(Setting("TICKETFLOW_POSTGRES", "the database's connection string"), ReportingStore.Configure);
            return await work(store, cancellation);
        });

    /// <summary>A setting from the environment, or from the file that <c>NAME_FILE</c> names.</summary>
    /// <exception cref="OperationException">It is missing.</exception>
    public static string Setting(string name, string what) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
        : Environment.GetEnvironmentVariable(name + "_FILE") is { Length: > 0 } file ? File.ReadAllText(file).Trim()
        : throw new OperationException(ExitCodes.Unreachable, $"{name} is not set: {what}.");

    /// <summary>Runs and reports failures on standard error.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationException e)
        {
            return Fail(e.ExitCode, e.Message);
        }
        catch (BrokerAdministrationException e)
        {
            return Fail(e.Code == BrokerErrors.Unreachable ? ExitCodes.Unreachable : ExitCodes.Failed, $"{e.Message} ({e.Code})");
        }
        catch (NpgsqlException e)
        {
            return Fail(ExitCodes.Unreachable, $"The database does not answer as it should: {e.Message}");
        }
        catch (BrokerUnreachableException e)
        {
            return Fail(ExitCodes.Unreachable, $"The broker cannot be reached: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCodes.Failed, e.Message);
        }
    }

    private static void Configure(StoreOptions options)
    {
        TicketServerStore.Configure(options);
        AlertRuleEventTypes.Configure(options);
        OrganisationEventTypes.Configure(options);
        InvoiceEventTypes.Configure(options);
        ReportScheduleEventTypes.Configure(options);
    }

    private static DocumentStore Open(string connectionString, Action<StoreOptions> configure)
    {
        var options = new StoreOptions { ConnectionString = connectionString };
        configure(options);
        try
        {
            return new DocumentStore(options);
        }
        catch (ArgumentException e)
        {
            throw new OperationException(ExitCodes.Unreachable, $"TICKETFLOW_POSTGRES is no connection string of PostgreSQL: {e.Message}");
        }
    }

    private static int Fail(int code, string sentence)
    {
        Console.Error.WriteLine($"ticketflow-ops: {sentence}");
        return code;
    }
}

/// <summary>A failure with the sentence an operator reads.</summary>
internal sealed class OperationException(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}
