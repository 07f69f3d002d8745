using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.EventStore.Appending;

/// <summary>Finds out whether a transaction whose answer was lost was committed.</summary>
internal sealed class OutcomeResolver(StoreOptions options)
{
    /// <summary>True = committed, false = certainly not and never will be, null = the database could not be asked in time.</summary>
    public async Task<bool?> ResolveAsync(CommitConnection connection, AppendPlan plan, (int ProcessId, DateTime StartedAt) backend)
    {
        var since = options.TimeProvider.GetTimestamp();
        do
        {
            try
            {
                var open = await connection.OpenAsync();
                await CommitConnection.EndBackendAsync(open, backend, options.GroupCommit.OutcomeTimeout);
                return await IsStoredAsync(open, plan);
            }
            catch (Exception exception) when (SqlFailures.IsConnectionLost(exception))
            {
                await connection.CloseAsync();
            }
            catch (PostgresException)
            {
                return null;
            }
        }
        while (options.TimeProvider.GetElapsedTime(since) < options.GroupCommit.OutcomeTimeout);

        return null;
    }

    // All of a transaction is stored or nothing, so one event answers for all.
    private async Task<bool> IsStoredAsync(NpgsqlConnection connection, AppendPlan plan)
    {
        if (plan.Events.Count == 0)
        {
            return false;
        }

        await using var command = new NpgsqlCommand(
            $"select exists (select 1 from {options.DatabaseSchemaName}.mt_events where stream_id = $1 and version = $2 and id = $3)",
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = plan.Events[0].StreamKey, NpgsqlDbType = NpgsqlDbType.Varchar });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = plan.Events[0].Version });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = plan.Events[0].Id });
        return await command.ExecuteScalarAsync(CancellationToken.None) is true;
    }
}
