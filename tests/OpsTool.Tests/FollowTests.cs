using Npgsql;

namespace OpsTool.Tests;

/// <summary>Who follows the log sees all of it, in order.</summary>
[Collection(OpsSite.Name)]
public sealed class FollowTests(OpsSite site)
{
    [Fact]
    public async Task What_commits_late_under_a_lower_number_is_followed_too()
    {
        await using var odd = new OddEvents(site, "odd-late-");
        await odd.StoreAsync("a", 1, "report_schedule_removed", """{"name": "first"}""");
        await using var tail = site.Start("events", "tail", "--follow", "--last", "1", "--stream", odd.Prefix);
        (await tail.LineAsync()).ShouldContain("odd-late-a #1 report_schedule_removed");

        await using var early = await OpenAsync();
        await using var late = await OpenAsync();
        await early.ExecuteAsync(odd.Insert("a", 2, "report_schedule_removed", """{"name": "second"}"""));
        await late.ExecuteAsync(odd.Insert("b", 1, "report_schedule_removed", """{"name": "third, and late"}"""));
        await early.ExecuteAsync(odd.Insert("a", 3, "report_schedule_removed", """{"name": "fourth"}"""));
        await early.CommitAsync();
        (await tail.LineAsync()).ShouldContain("odd-late-a #2 ");
        await late.CommitAsync();

        (await tail.LineAsync()).ShouldContain("odd-late-b #1 ");
        (await tail.LineAsync()).ShouldContain("odd-late-a #3 ");
    }

    [Fact]
    public async Task Without_an_event_to_begin_with_nothing_is_printed()
    {
        await using var odd = new OddEvents(site, "odd-none-");
        await odd.StoreAsync("a", 1, "report_schedule_removed", """{"name": "before"}""");
        (await site.DoAsync("events", "tail", "--last", "0", "--stream", odd.Prefix)).ShouldBeEmpty();
        (await site.DoAsync("events", "tail", "--type", "never_stored")).ShouldBeEmpty();
    }

    private async Task<Unit> OpenAsync()
    {
        var connection = new NpgsqlConnection(site.System.Database.ConnectionString);
        await connection.OpenAsync();
        return new Unit(connection, await connection.BeginTransactionAsync());
    }

    /// <summary>A transaction on a connection of its own.</summary>
    private sealed class Unit(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        public async Task CommitAsync()
        {
            await ExecuteAsync("notify ticketflow_events");
            await transaction.CommitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
