using Npgsql;
using TicketFlow.Reporting.Api.Views;

namespace Reporting.Tests.Api;

/// <summary>The views for BI tools.</summary>
[Collection(ApiSite.Name)]
public sealed class BiTests(ApiSite site) : IAsyncLifetime
{
    private const string Password = "of-bi-in-tests";

    private NpgsqlDataSource _bi = null!;

    public async Task InitializeAsync()
    {
        await site.Log.Database.ExecuteAsync($"""
            do $$ begin
              create role {BiSchema.Role} login password '{Password}';
            exception when duplicate_object or unique_violation then null;
            end $$;
            revoke all on database {site.Log.Database.Name} from public;
            grant connect on database {site.Log.Database.Name} to {BiSchema.Role};
            """);
        await ViewsAsync();
        await site.Log.Database.ExecuteAsync(BiSchema.Rights);
        _bi = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(site.Log.Database.ConnectionString)
        {
            Username = BiSchema.Role,
            Password = Password,
            Pooling = false,
        });
    }

    public async Task DisposeAsync() => await _bi.DisposeAsync();

    [Fact]
    public async Task The_role_reads_every_view_and_nothing_else()
    {
        foreach (var view in BiSchema.All)
        {
            await using var command = _bi.CreateCommand($"select count(*) from bi.{view.Name}");
            var count = (long)(await command.ExecuteScalarAsync())!;
            count.ShouldBe(await site.Log.Database.ScalarAsync<long>($"select count(*) from {BiSchema.From(view)}"), view.Name);
        }

        string[] forbidden =
        [
            "select * from reporting.outcome", "select * from ticketflow.mt_events", "select * from finance.token",
            "select * from ticketflow.queue_job", "create table bi.mine (a int)", "create temp table mine (a int)",
            "delete from bi.outcomes", "create schema mine",
        ];
        foreach (var sql in forbidden)
        {
            await using var command = _bi.CreateCommand(sql);
            (await Should.ThrowAsync<PostgresException>(command.ExecuteNonQueryAsync)).SqlState
                .ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }

    [Fact]
    public async Task Every_column_says_what_it_is() =>
        (await site.Log.Database.ScalarAsync<long>("""
            select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'bi' and a.attnum > 0 and col_description(c.oid, a.attnum) is null
            """)).ShouldBe(0);

    [Fact]
    public async Task Views_that_went_with_a_generation_come_back()
    {
        await site.Log.Database.ExecuteAsync("drop view bi.downtimes; select pg_notify('ticketflow_generations', '')");
        await ViewsAsync();
        await using var command = _bi.CreateCommand("select count(*) from bi.downtimes");
        await command.ExecuteScalarAsync();
    }

    [Fact]
    public async Task Lines_add_up_to_their_invoices_and_credit_notes_take_them_back()
    {
        const string Rows = """
            select string_agg(i.number || ' ' || i.kind || ' ' || (i.net = coalesce(l.net, -i.net * -1)) || ' '
                || (i.jobs > 0 and i.period_from::date = '2026-02-01'), ', ' order by i.number)
            from bi.invoices i left join (select number, sum(amount) as net from bi.invoice_lines group by 1) l on l.number = i.number
            """;
        await using var invoices = _bi.CreateCommand(Rows);
        (await invoices.ExecuteScalarAsync()).ShouldBe(
            "2026-000001 invoice true true, 2026-000002 invoice true true, 2026-000003 credit-note true true");
        await using var sums = _bi.CreateCommand("""
            select (select sum(net) from bi.invoices) = (select sum(amount) from bi.invoice_lines where number = '2026-000002')
              and (select bool_and(tariff <> '' and tariff_version > 0 and events ~ '^[0-9]') from bi.invoice_lines)
              and (select credited_by from bi.invoices where number = '2026-000001') = '2026-000003'
            """);
        (await sums.ExecuteScalarAsync()).ShouldBe(true);
    }

    [Fact]
    public void The_paper_names_every_column_as_it_is()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "TicketFlow.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var (page, columns) = (Path.Combine(root, "docs", "bi.md"), BiSchema.Document());
        var text = File.ReadAllText(page);
        if (Environment.GetEnvironmentVariable("TICKETFLOW_WRITE_DOCS") == "1")
        {
            text = text[..text.IndexOf("\n## bi.", StringComparison.Ordinal)] + columns;
            File.WriteAllText(page, text);
        }

        text.ShouldEndWith(columns, Case.Sensitive, "TICKETFLOW_WRITE_DOCS=1 writes it anew");
    }

    private Task ViewsAsync() => Eventually.TrueAsync(
        async () =>
            await site.Log.Database.ScalarAsync<long>("select count(*) from pg_views where schemaname = 'bi'") >= BiSchema.All.Count,
        "the views are made");
}
