namespace TicketFlow.Messaging.Administration;

/// <summary>Why an administrative step at the broker failed. Stable: scripts and runbooks rely on them.</summary>
public static class BrokerErrors
{
    public const string OptionsInvalid = "broker-options-invalid";
    public const string AgentIdInvalid = "agent-id-invalid";
    public const string NameTaken = "broker-name-taken";
    public const string Unreachable = "broker-unreachable";
    public const string AccessRefused = "broker-access-refused";
    public const string Conflict = "broker-object-differs";
    public const string Unexpected = "broker-answer-unexpected";
}

/// <summary>An administrative step at the broker failed. The message is for operators and never holds a secret.</summary>
public sealed class BrokerAdministrationException : Exception
{
    public BrokerAdministrationException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>One of <see cref="BrokerErrors"/>.</summary>
    public string Code { get; }
}
