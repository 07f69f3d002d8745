namespace TicketFlow.Messaging.Administration;

/// <summary>An account on the broker. The password is handed out once, here; the broker keeps only its hash.</summary>
public sealed record BrokerAccount(string UserName, string Password)
{
    /// <summary>The name alone: a record prints its members, and this one may end in a log.</summary>
    public override string ToString() => UserName;
}
