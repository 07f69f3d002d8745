using Npgsql;
using NpgsqlTypes;
using TicketFlow.Delivery;
using TicketFlow.Reporting.Invoices;

namespace TicketFlow.Reporting.Schedules;

/// <summary>
/// Which reports are written, and writing them: the claim, the report and its letters are one transaction, so that of several services
/// one writes it, and one that dies has either done all of it or nothing.
/// </summary>
internal sealed class ReportLedger(NpgsqlDataSource database, ReportComposer composer, ReportOptions options, TimeProvider clock)
{
    private readonly PeriodClosing _closing = new(database);

    /// <summary>Those of them that nobody has written.</summary>
    public async Task<IReadOnlyList<DueReport>> OpenAsync(IReadOnlyList<DueReport> due, CancellationToken cancellation)
    {
        if (due.Count == 0)
        {
            return due;
        }

        await using var command = database.CreateCommand(ReportSql.Known);
        command.Parameters.Add(new() { Value = due.Select(d => d.Schedule.Name).ToArray() });
        command.Parameters.Add(new() { Value = due.Select(d => d.Period.Name).ToArray() });
        command.Parameters.Add(new() { Value = due.Select(d => d.Request).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var known = new HashSet<(string, string, long)>();
        while (await reader.ReadAsync(cancellation))
        {
            known.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return [.. due.Where(d => !known.Contains((d.Schedule.Name, d.Period.Name, d.Request)))];
    }

    /// <summary>Writes a report and its letters; false when somebody else has done it meanwhile.</summary>
    /// <exception cref="ReportNotReadyException">The figures do not know all of the period yet.</exception>
    public async Task<bool> WriteAsync(DueReport due, CancellationToken cancellation)
    {
        // Older ones may have been sent and forgotten since.
        due = due with { Missed = [.. due.Missed.Where(m => m.At > Now - options.KeepFor)] };
        var parked = await DemandKnownAsync(due, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await ExecuteAsync(
            connection, ReportSql.Claim, cancellation, [.. KeyOf(due), Moment(due.At), Moment(Now), new() { Value = due.Letter }]) == 0)
        {
            return false;
        }

        var missed = due.Missed.Count > 0 ? await MissedAsync(connection, due, cancellation) : [];
        var report = await composer.ComposeAsync(due.Schedule, due.Period, options.Page, Note(parked, missed), cancellation);
        await ExecuteAsync(connection, ReportSql.Written, cancellation, [.. KeyOf(due), new() { Value = report.Rows }]);
        await using (var post = ReportSql.Letters.Post(connection, LetterOf(due, report), due.Schedule.To, Now))
        {
            await post.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Support hears of letters that are given up.</summary>
    public async Task TellUndeliveredAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ReportSql.TellUndelivered);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Support hears, once, that a report is late.</summary>
    public async Task TellLateAsync(DueReport due, string reason, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ReportSql.TellLate);
        command.Parameters.Add(new() { Value = "late " + due.MessageName });
        command.Parameters.Add(new()
        {
            Value = $"The report {due.Schedule.Name} about {due.Period.Name} is late: {reason} It goes out as soon as it can be made.",
        });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes what is too old to matter.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ReportSql.Forget);
        command.Parameters.Add(Moment(Now - options.KeepFor));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <returns>How many events of the period were put aside.</returns>
    private async Task<long> DemandKnownAsync(DueReport due, CancellationToken cancellation)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(due.Schedule.Zone);
        var (from, until) = (LocalMoment.StartOf(due.Period.From, zone), LocalMoment.StartOf(due.Period.Until, zone));
        // Of a time that is not over: up to the asking, or its end would run away from the figures.
        var (position, last, parked) = await _closing.KnownAsync(from, until < due.At ? until : due.At, cancellation);
        return position >= last ? parked : throw new ReportNotReadyException(
            $"the statistics know the log up to event {position}, and {due.Period.Name} ends with event {last}.");
    }

    private async Task<List<string>> MissedAsync(NpgsqlConnection connection, DueReport due, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ReportSql.Missed, connection);
        command.Parameters.Add(new() { Value = due.Schedule.Name });
        command.Parameters.Add(new() { Value = due.Missed.Select(m => m.Period.Name).ToArray() });
        command.Parameters.Add(new() { Value = due.Missed.Select(m => m.At.UtcDateTime).ToArray() });
        command.Parameters.Add(Moment(Now));
        command.Parameters.Add(new() { Value = due.Request });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var missed = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            missed.Add(reader.GetString(0));
        }

        return missed;
    }

    private static string? Note(long parked, List<string> missed)
    {
        List<string> sentences = [];
        if (parked > 0)
        {
            sentences.Add($"Careful: {parked} events of this time could not be read and are not in these figures.");
        }

        if (missed.Count > 0)
        {
            sentences.Add($"Not sent, for nothing ran then: {string.Join(", ", missed.Order(StringComparer.Ordinal))}.");
        }

        return sentences.Count == 0 ? null : string.Join('\n', sentences);
    }

    private Letter LetterOf(DueReport due, ComposedReport report) => new(due.Letter, Now, "report", report.Subject, report.Text)
    {
        MessageName = due.MessageName,
        File = new LetterFile(ReportText.FileName(due.Schedule.Name, due.Period), "text/csv; charset=utf-8; header=present", report.Csv),
    };

    private static NpgsqlParameter[] KeyOf(DueReport due) =>
        [new() { Value = due.Schedule.Name }, new() { Value = due.Period.Name }, new() { Value = due.Request }];

    private static NpgsqlParameter Moment(DateTimeOffset at) => new() { Value = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>The report cannot be made yet; a later try may work.</summary>
internal sealed class ReportNotReadyException(string reason) : Exception(reason);
