using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TicketFlow.EventStore;
using TicketFlow.PrinterMonitor.Forecast;

namespace TicketFlow.Ops.Fleet;

/// <summary><c>printers</c>: the fleet at a glance.</summary>
internal static class PrintersCommand
{
    private static readonly TimeSpan History = TimeSpan.FromDays(120);

    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Only these; '*' stands for anything.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var states = new Option<string[]>("--state")
        {
            Description = "Only these states: ready, warning, stopped, unknown.",
            AllowMultipleArgumentsPerToken = true,
        };
        states.AcceptOnlyFromAmong([.. FleetView.KnownStates]);
        var causes = new Option<string[]>("--cause")
        {
            Description = "Only with such a cause, for example 'media-*'.",
            AllowMultipleArgumentsPerToken = true,
        };
        var location = new Option<string?>("--location") { Description = "Only at such a location, for example 'Berlin*'." };
        var sort = new Option<string>("--sort")
        {
            Description = "name, state, queue, seen (longest ago first) or toner (emptiest first).",
            DefaultValueFactory = _ => "name",
        };
        sort.AcceptOnlyFromAmong([.. FleetView.Sorts]);
        var most = new Option<int>("--most") { Description = "How many at most.", DefaultValueFactory = _ => int.MaxValue };
        var forecast = new Option<bool>("--forecast") { Description = "Adds what ends first, and when." };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("printers", """
            Shows the fleet: state, causes, toner, trays, when it was last seen, and the queue. Below it the monitors, and how their
            questions went.

            Examples:
              ticketflow-ops printers --state stopped warning --sort state
              ticketflow-ops printers 'hall-*' --forecast
              ticketflow-ops printers --cause 'toner-*' --sort toner --json
              ticketflow-ops printers check hall-2
            Exit codes: 0 shown, 4 database out of reach.
            """)
        {
            names, states, causes, location, sort, most, forecast, json,
            // Also commands of their own: whoever looks at the fleet looks for them here.
            CheckCommand.Create(), DiscoverCommands.Create(), WalkCommand.Create(),
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ShowAsync(
                store,
                new FleetView(
                    parse.GetValue(names) ?? [], parse.GetValue(states) ?? [], parse.GetValue(causes) ?? [], parse.GetValue(location),
                    parse.GetValue(sort)!, parse.GetValue(most)),
                parse.GetValue(forecast), parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, FleetView view, bool forecast, bool json, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var rows = view.Of(await FleetQuery.ReadAsync(store.DataSource, view, cancellation)).ToList();
        var ends = forecast ? await EndsAsync(store, rows, now, cancellation) : null;
        // One stream for all of it: the console's own writer flushes after each line.
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 16);
        if (!json)
        {
            await output.WriteAsync(rows.Count == 0
                ? "No such printer. 'ticketflow-ops printer add' adds one, 'ticketflow-ops discover' finds them.\n"
                : FleetTable.Write(rows, now, ends?.ToDictionary(e => e.Key, e => Tell(e.Value), StringComparer.Ordinal))
                    + await MonitorLines.ReadAsync(store.DataSource, cancellation));
            return ExitCodes.Ok;
        }

        foreach (var row in rows)
        {
            var end = ends?.GetValueOrDefault(row.Name);
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    row.Name,
                    row.State,
                    row.Flags,
                    row.Causes,
                    row.Supplies,
                    row.Trays,
                    row.SeenAt,
                    row.Waiting,
                    row.Active,
                    row.Location,
                    row.Model,
                    row.Text,
                    firstToEnd = end?.Part,
                    forecast = end?.Forecast,
                },
                Operation.Json));
        }

        return ExitCodes.Ok;
    }

    /// <summary>Of each printer what ends first.</summary>
    private static async Task<Dictionary<string, (string Part, EndForecast Forecast)?>> EndsAsync(
        DocumentStore store, List<FleetRow> rows, DateTimeOffset now, CancellationToken cancellation)
    {
        var ends = new Dictionary<string, (string Part, EndForecast Forecast)?>(StringComparer.Ordinal);
        if (!await MonitorTables.HasAsync(store.DataSource, "monitor.level_sample", cancellation))
        {
            return ends;
        }

        var history = new LevelHistory(store.DataSource);
        await foreach (var (resource, _, name, samples) in history.ReadAsync([.. rows.Select(r => r.Name)], now - History, cancellation))
        {
            var forecast = ConsumptionForecast.Of(samples, now);
            if (forecast.EndsAt is not null
                && (ends.GetValueOrDefault(resource) is not { } other || forecast.EndsAt < other.Forecast.EndsAt))
            {
                ends[resource] = (name, forecast);
            }
        }

        return ends;
    }

    private static string Tell((string Part, EndForecast Forecast)? end) => end is not { } e ? "unknown" : string.Create(
        CultureInfo.InvariantCulture,
        $"{e.Part} {e.Forecast.EndsAt:yyyy-MM-dd} ({Day(e.Forecast.Earliest)} to {Day(e.Forecast.Latest)}, {e.Forecast.Confidence.ToString().ToLowerInvariant()})");

    private static string Day(DateTimeOffset? day) => day is { } d ? d.ToString("MM-dd", CultureInfo.InvariantCulture) : "?";
}
