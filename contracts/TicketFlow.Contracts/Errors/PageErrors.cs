namespace TicketFlow.Contracts.Errors;

/// <summary>What the agent's local page answers besides <see cref="AgentErrors"/>; docs/page.md says what to do.</summary>
public static class PageErrors
{
    /// <summary>The page is switched off.</summary>
    public const string Off = "page-off";

    /// <summary>There is no session, or it has ended.</summary>
    public const string SessionMissing = "session-missing";

    /// <summary>The token is unknown, used or too old.</summary>
    public const string TokenInvalid = "token-invalid";

    /// <summary>The request did not come from this page, or not from this user.</summary>
    public const string Foreign = "request-foreign";

    /// <summary>Too many pages are open.</summary>
    public const string TooManyPages = "too-many-pages";
}
