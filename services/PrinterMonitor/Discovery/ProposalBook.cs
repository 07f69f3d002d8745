using Npgsql;

namespace TicketFlow.PrinterMonitor.Discovery;

/// <summary>States of a proposal. Stored; never rename.</summary>
public static class ProposalStates
{
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
}

/// <summary>A printer that may become a resource.</summary>
public sealed record Proposal(int Id, FoundPrinter Printer, string Source, string State, string? Resource, DateTimeOffset LastSeen);

/// <summary>The proposals: each device once, wherever and however often it was found. What was rejected stays so.</summary>
internal sealed class ProposalBook(NpgsqlDataSource database)
{
    private const string Columns =
        "id, address, model, vendor, serial, mac, system_name, via, ports, source, state, resource, last_seen, credential";

    /// <summary>One finder at a time, or two would both find the device new.</summary>
    private const string Lock = "select pg_advisory_xact_lock(1413891920)";

    private const string Insert = """
        insert into monitor.proposal
          (address, model, vendor, serial, mac, system_name, via, ports, source, first_seen, last_seen, credential)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11) returning id
        """;

    private const string Update = """
        update monitor.proposal set address = $1, model = $2, vendor = $3, serial = $4, mac = $5, system_name = $6, via = $7, ports = $8,
          source = $9, last_seen = $10, credential = $11
        where id = $12
        """;

    private const string Decide =
        "update monitor.proposal set state = $2, resource = $3, decided_by = $4 where id = $1 and state <> 'approved'";

    /// <summary>Notes a printer. Returns its proposal, and whether it is new.</summary>
    /// <param name="source"><c>scan</c>, or <c>agent:NAME</c>.</param>
    public async Task<(Proposal Proposal, bool IsNew)> NoteAsync(
        FoundPrinter printer, string source, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var take = new NpgsqlCommand(Lock, connection))
        {
            await take.ExecuteNonQueryAsync(cancellation);
        }

        var known = (await ReadAsync(connection, null, cancellation)).Find(p => p.Printer.IsSameAs(printer));
        var merged = known is null ? printer : Merge(known.Printer, printer);
        source = known is not null && merged == known.Printer ? known.Source : source;
        await using var command = new NpgsqlCommand(known is null ? Insert : Update, connection);
        foreach (object value in (object[])[
            merged.Address, merged.Model, merged.Vendor, merged.Serial, merged.Mac, merged.SystemName, merged.Via, merged.Ports.ToArray(),
                source,
            now.UtcDateTime])
        {
            command.Parameters.Add(new() { Value = value });
        }

        command.Parameters.Add(Text(merged.Credential));
        if (known is not null)
        {
            command.Parameters.Add(new() { Value = known.Id });
        }

        var id = await command.ExecuteScalarAsync(cancellation) is int made ? made : known!.Id;
        await transaction.CommitAsync(cancellation);
        return (new Proposal(id, merged, source, known?.State ?? ProposalStates.Proposed, known?.Resource, now), known is null);
    }

    /// <summary>All proposals of a state (null: all), the newest last.</summary>
    public async Task<IReadOnlyList<Proposal>> ListAsync(string? state, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await ReadAsync(connection, state, cancellation);
    }

    /// <summary>Writes the operator's word down; what is approved stays so. False: there is no such proposal, or it is approved.</summary>
    public async Task<bool> DecideAsync(int id, string state, string? resource, string by, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Decide);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(Text(resource));
        command.Parameters.Add(new() { Value = by });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>What is known better stays: IPP tells less of a device than SNMP, and a workstation nothing but where it is.</summary>
    private static FoundPrinter Merge(FoundPrinter known, FoundPrinter seen) => seen.Via == FoundPrinter.ByAgent ? known : seen with
    {
        Model = seen.Model.Length > 0 ? seen.Model : known.Model,
        Vendor = seen.Vendor.Length > 0 ? seen.Vendor : known.Vendor,
        Serial = seen.Serial.Length > 0 ? seen.Serial : known.Serial,
        Mac = seen.Mac.Length > 0 ? seen.Mac : known.Mac,
        SystemName = seen.SystemName.Length > 0 ? seen.SystemName : known.SystemName,
        Credential = seen.Credential ?? known.Credential,
    };

    private static async Task<List<Proposal>> ReadAsync(NpgsqlConnection connection, string? state, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from monitor.proposal where $1::text is null or state = $1 order by id", connection);
        command.Parameters.Add(Text(state));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var proposals = new List<Proposal>();
        while (await row.ReadAsync(cancellation))
        {
            proposals.Add(Row(row));
        }

        return proposals;
    }

    private static Proposal Row(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        new FoundPrinter(
            row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7),
            row.GetFieldValue<int[]>(8))
        { Credential = row.GetText(13) },
        row.GetString(9), row.GetString(10), row.GetText(11), new DateTimeOffset(row.GetDateTime(12)));

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
}
