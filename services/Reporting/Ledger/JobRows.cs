using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Ledger;

/// <summary>Reads and writes rows of <c>job</c>, many at a time.</summary>
internal static class JobRows
{
    private const string Columns = """
        job_id, state, agent, resource, domain, user_name, title, client_version, operating_system, driver_version, opened_at, queued_at,
        go_ahead_at, started_at, ended_at, attempt, mechanism, bytes, pages, copies, sheets, colour, sides, paper, code, grade, wait_ms,
        print_ms, endings, sequence
        """;

    private const string Select = $"select {Columns} from job where job_id = any($1)";

    private const string Upsert = $"""
        insert into job ({Columns})
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
          $24, $25, $26, $27, $28, $29, $30)
        on conflict (job_id) do update set state = excluded.state, resource = excluded.resource, queued_at = excluded.queued_at,
          go_ahead_at = excluded.go_ahead_at, started_at = excluded.started_at, ended_at = excluded.ended_at, attempt = excluded.attempt,
          mechanism = excluded.mechanism, bytes = excluded.bytes, pages = excluded.pages, copies = excluded.copies,
          sheets = excluded.sheets, colour = excluded.colour, sides = excluded.sides, paper = excluded.paper, code = excluded.code,
          grade = excluded.grade, wait_ms = excluded.wait_ms, print_ms = excluded.print_ms, endings = excluded.endings,
          sequence = excluded.sequence
        """;

    public static async Task<List<JobRecord>> LoadAsync(NpgsqlConnection connection, string[] ids, CancellationToken cancellation)
    {
        var jobs = new List<JobRecord>(ids.Length);
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            jobs.Add(Row(reader));
        }

        return jobs;
    }

    public static NpgsqlBatchCommand Write(IReadOnlyList<JobRecord> jobs) => new NpgsqlBatchCommand(Upsert)
        .Texts(jobs, j => j.JobId).Texts(jobs, j => j.State).Texts(jobs, j => j.Agent).Texts(jobs, j => j.Resource)
        .Texts(jobs, j => j.Domain).Texts(jobs, j => j.User).Texts(jobs, j => j.Title).Texts(jobs, j => j.ClientVersion)
        .Texts(jobs, j => j.OperatingSystem).Texts(jobs, j => j.DriverVersion).Moments(jobs, j => j.OpenedAt)
        .Moments(jobs, j => j.QueuedAt).Moments(jobs, j => j.GoAheadAt).Moments(jobs, j => j.StartedAt).Moments(jobs, j => j.EndedAt)
        .Ints(jobs, j => j.Attempt).Texts(jobs, j => j.Mechanism).Longs(jobs, j => j.Bytes).Ints(jobs, j => j.Pages)
        .Ints(jobs, j => j.Copies).Longs(jobs, j => j.Sheets).Flags(jobs, j => j.Colour).Ints(jobs, j => j.Sides)
        .Texts(jobs, j => j.Paper).Texts(jobs, j => j.Code).Texts(jobs, j => j.Grade).Longs(jobs, j => j.WaitMs)
        .Longs(jobs, j => j.PrintMs).Ints(jobs, j => j.Endings).Longs(jobs, j => j.Sequence);

    private static JobRecord Row(NpgsqlDataReader row) => new()
    {
        JobId = row.GetString(0),
        State = row.GetString(1),
        Agent = row.GetString(2),
        Resource = row.GetText(3),
        Domain = row.GetText(4),
        User = row.GetText(5),
        Title = row.GetText(6),
        ClientVersion = row.GetText(7),
        OperatingSystem = row.GetText(8),
        DriverVersion = row.GetText(9),
        OpenedAt = row.GetMoment(10)!.Value,
        QueuedAt = row.GetMoment(11),
        GoAheadAt = row.GetMoment(12),
        StartedAt = row.GetMoment(13),
        EndedAt = row.GetMoment(14),
        Attempt = row.GetInt32(15),
        Mechanism = row.GetText(16),
        Bytes = row.GetInt64(17),
        Pages = row.GetInt(18),
        Copies = row.GetInt32(19),
        Sheets = row.GetLong(20),
        Colour = row.GetFlag(21),
        Sides = row.GetInt(22),
        Paper = row.GetText(23),
        Code = row.GetText(24),
        Grade = row.GetText(25),
        WaitMs = row.GetLong(26),
        PrintMs = row.GetLong(27),
        Endings = row.GetInt32(28),
        Sequence = row.GetInt64(29),
    };
}
