namespace TicketFlow.Agent.Service.Windows;

/// <summary>The system's service control, as far as the agent speaks with it.</summary>
internal interface IServiceControl
{
    void Report(ServiceReport report);
}

/// <summary>What a service says of itself.</summary>
/// <param name="Checkpoint">Grows while it starts or ends: the system sees that it goes on.</param>
/// <param name="WaitHint">How long until the next word at most.</param>
/// <param name="ExitCode">0, or the agent's own exit code, once it is stopped.</param>
internal sealed record ServiceReport(ServiceState State, uint Checkpoint = 0, TimeSpan WaitHint = default, int ExitCode = 0);

/// <summary>Numbers of <c>SERVICE_STATUS.dwCurrentState</c>.</summary>
internal enum ServiceState : uint
{
    Stopped = 1,
    StartPending = 2,
    StopPending = 3,
    Running = 4,
}
