using System.CommandLine;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Printers;

/// <summary><c>printer add | change | list | monitor</c>.</summary>
internal static class PrinterCommands
{
    private const long DefaultBytes = 256L * 1024 * 1024;

    public static Command Create()
    {
        var command = new Command("printer", "Printers and their capacity.");
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Change());
        command.Subcommands.Add(List());
        command.Subcommands.Add(MonitoringCommand.Create());
        return command;
    }

    private static Command Add()
    {
        var (name, address, slots, bytes, location) = Arguments();
        var place = new PlaceOptions();
        var command = new Command(
            "add",
            """
            Registers a printer. Adding the same one again changes nothing.

            Examples:
              ticketflow-ops printer add hall-2 --address 192.0.2.7:9100 --slots 2
              ticketflow-ops printer add hall-3 --address 192.0.2.8 --mechanism ipps
              ticketflow-ops printer add hall-4 --address 192.0.2.9 --mechanism lpd --queue raw
            """)
        {
            name, address, place.Mechanism, place.Queue, place.Pjl, slots, bytes, location,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => SaveAsync(
                store, parse.GetRequiredValue(name), place.Read(parse, parse.GetRequiredValue(address)), parse.GetValue(slots),
                parse.GetValue(bytes), parse.GetValue(location), mustExist: false, token),
            cancellation));
        return command;
    }

    private static Command Change()
    {
        var (name, address, slots, bytes, location) = Arguments();
        var place = new PlaceOptions();
        var command = new Command("change", "Changes address or capacity of a printer; waiting jobs go to the new address.")
        {
            name, address, place.Mechanism, place.Queue, place.Pjl, slots, bytes, location,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => SaveAsync(
                store, parse.GetRequiredValue(name), place.Read(parse, parse.GetRequiredValue(address)), parse.GetValue(slots),
                parse.GetValue(bytes), parse.GetValue(location), mustExist: true, token),
            cancellation));
        return command;
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line, for scripts." };
        var command = new Command("list", "Lists the printers with their queues.") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ListAsync(store, parse.GetValue(json), token), cancellation));
        return command;
    }

    private static (Argument<string> Name, Option<string> Address, Option<int> Slots, Option<long> Bytes, Option<string?> Location)
        Arguments() => (
        new Argument<string>("NAME") { Description = "The printer's name." },
        new Option<string>("--address") { Description = "Where documents go: host:port, or a URI (lpd:, ipp:, ipps:).", Required = true },
        new Option<int>("--slots") { Description = "Jobs active at once.", DefaultValueFactory = _ => 1 },
        new Option<long>("--bytes")
        {
            Description = "Bytes active at once; a larger job goes alone.",
            DefaultValueFactory = _ => DefaultBytes,
        },
        new Option<string?>("--location") { Description = "Where it stands, for people." });

    internal static async Task<int> SaveAsync(
        DocumentStore store, string givenName, Func<string?, PrinterPlace> place, int slots, long bytes, string? location, bool mustExist,
        CancellationToken cancellation)
    {
        var name = PrinterRules.Check(givenName, slots, bytes);
        var session = store.LightweightSession();
        session.SetHeader("actor", "operator:" + Environment.UserName);
        var stream = await session.Events.FetchForWriting<ResourceState>(ResourceEventTypes.StreamKey(name), cancellation);
        var (mechanism, address) = place(stream.Aggregate?.Mechanism);
        var wanted = new ResourceState(name, "printer", address, mechanism, slots, bytes, location);
        if (stream.Aggregate is { } now && now == wanted with
        {
            Paused = now.Paused,
            Accepting = now.Accepting,
            Enabled = now.Enabled,
            Health = now.Health,
            StoppedBy = now.StoppedBy,
            HealthNumber = now.HealthNumber,
            HealthSeenAt = now.HealthSeenAt,
            Monitoring = now.Monitoring,
            Use = now.Use,
        })
        {
            Console.WriteLine($"{name}: nothing to change.");
            return ExitCodes.Ok;
        }

        if (stream.Aggregate is null)
        {
            if (mustExist)
            {
                throw new OperationException(
                    ExitCodes.NotFound, $"There is no printer '{name}'. 'printer list' shows them, 'printer add' adds one.");
            }

            session.Events.StartStream<ResourceState>(
                ResourceEventTypes.StreamKey(name), new ResourceRegistered(name, "printer", address, mechanism, slots, bytes, location));
        }
        else
        {
            stream.AppendOne(new ResourceChanged(name, address, mechanism, slots, bytes, location));
        }

        await session.SaveChangesAsync(cancellation);
        Console.WriteLine(stream.Aggregate is null ? $"{name}: added, {address}." : $"{name}: changed, {address}.");
        return ExitCodes.Ok;
    }

    private static async Task<int> ListAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        const string sql = """
            select r.name, r.address, r.mechanism, r.max_jobs, r.max_bytes, coalesce(r.location, ''), coalesce(j.waiting, 0),
              coalesce(j.active, 0)
            from queue_resource r
            left join (select resource, count(*) filter (where phase = 'Waiting') as waiting, count(*) filter (where active) as active
                       from queue_job group by resource) j on j.resource = r.name
            order by r.name
            """;
        await using var command = store.DataSource.CreateCommand(sql);
        return await Listing.ShowAsync(
            command,
            json,
            ["printer", "address", "how", "slots", "waiting", "active", "location"],
            reader => new
            {
                name = reader.GetString(0),
                address = reader.GetString(1),
                mechanism = reader.GetString(2),
                slots = reader.GetInt32(3),
                bytes = reader.GetInt64(4),
                location = reader.GetString(5),
                waiting = reader.GetInt64(6),
                active = reader.GetInt64(7),
            },
            row => [row.name, row.address, row.mechanism, $"{row.slots}", $"{row.waiting}", $"{row.active}", row.location],
            cancellation);
    }
}
