namespace TicketFlow.Agent;

internal static class AgentHelp
{
    public const string Text = """
        TicketFlow.Agent: keeps your print jobs and brings them straight to the printer when the ticket server gives the go-ahead.

        TicketFlow.Agent                       runs until it is told to end
        TicketFlow.Agent install [--Home DIR]  Windows, as administrator: makes it a service that starts with the system, and starts it;
                                               further settings as on the command line, for example --Desktop:Port 8631
        TicketFlow.Agent uninstall             Windows: ends and removes the service; jobs, settings and account stay

        Settings (environment, or --Home DIR, --Spool:DiskTotal 1000000000 and so on):
          TICKETFLOW_AGENT_HOME         journal and spool; default ~/.local/share/ticketflow
          TICKETFLOW_AGENT_SOCKET       local socket; default $XDG_RUNTIME_DIR/ticketflow/agent.sock, else agent.sock in the home
          TICKETFLOW_AGENT_CREDENTIALS  broker account, mode 0600; default credentials.json in the home:
                                        {"agent":"id","broker":"amqp://host:port/vhost","password":"…"}
          TICKETFLOW_AGENT__Shared      true: one agent for all users of the machine, each of whom sees only the own jobs
          TICKETFLOW_AGENT__Spool__MemoryThreshold, __MemoryTotal, __DiskTotal, __MaxDocument     bytes
          TICKETFLOW_AGENT__Spool__KeepEnded                                                      hh:mm:ss, documents for a resend
          TICKETFLOW_AGENT__Transfers__Parallel, __StatusInterval, __Raw__ConnectTries, __Raw__WaitBetweenTries, …
          TICKETFLOW_AGENT__Page__Enabled, __Port, __SessionLife, …                               the page 'ticketflow open' opens
          TICKETFLOW_AGENT__Notifications__Enabled, __LongWait                                    words on the desktop
          TICKETFLOW_AGENT__Documents__Time, __Parallel                                           what looking into a document may cost
          TICKETFLOW_AGENT__Desktop__Enabled, __Port, __LpdPort, __Spoolers, …                     printers of the desktop
          TICKETFLOW_AGENT__Broker__RequestRepeat, __IdleDisconnect, …                             hh:mm:ss

        Exit codes: 0 ended as asked, 1 a step of install or uninstall failed, 2 a setting cannot work (the reason is on standard error).
        """;
}
