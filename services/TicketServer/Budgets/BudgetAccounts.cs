using Npgsql;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>What is used of an account, as last committed.</summary>
/// <param name="Used">Put aside or spent.</param>
/// <param name="Granted">Beside the budget.</param>
public sealed record AccountState(decimal Used, decimal Granted);

/// <summary>Reads accounts for a decision. The arbiter is asked again when the decision is committed.</summary>
internal sealed class BudgetAccounts(NpgsqlDataSource database)
{
    private const string Select = "select account, reserved + spent, granted from budget_account where account = any($1)";

    /// <summary>The accounts that have been used or granted something; others have their whole budget.</summary>
    public async Task<Dictionary<string, AccountState>> ReadAsync(IReadOnlyList<BudgetClaim> claims, CancellationToken cancellation)
    {
        var found = new Dictionary<string, AccountState>(StringComparer.Ordinal);
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = claims.Select(claim => claim.Share.Account).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found[reader.GetString(0)] = new AccountState(reader.GetDecimal(1), reader.GetDecimal(2));
        }

        return found;
    }
}
