namespace TicketFlow.Cli;

/// <summary>Stable; documented in docs/cli.md and in --help.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The job failed, was interrupted or was cancelled.</summary>
    public const int JobFailed = 1;

    /// <summary>The command line cannot be understood, or names something that is not there.</summary>
    public const int Usage = 2;

    /// <summary>The agent or the server refused.</summary>
    public const int Refused = 3;

    public const int AgentUnreachable = 4;

    public const int ServerSilent = 5;

    /// <summary>The time given with --timeout passed; the job goes on.</summary>
    public const int StillWaiting = 6;

    /// <summary>Ctrl-C; the job goes on.</summary>
    public const int Stopped = 130;
}
