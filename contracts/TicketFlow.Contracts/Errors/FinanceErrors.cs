namespace TicketFlow.Contracts.Errors;

/// <summary>Why the finance API refused a request. Stable; they stand in <c>code</c> of the problem (RFC 9457).</summary>
public static class FinanceErrors
{
    /// <summary>401: no token, or none that is good.</summary>
    public const string TokenMissing = "token-missing";

    /// <summary>403: the token's role does not reach so far.</summary>
    public const string RoleMissing = "role-missing";

    /// <summary>403: the request came in clear over a network.</summary>
    public const string TlsRequired = "tls-required";

    /// <summary>400: parameters are wrong; <c>errors</c> names all of them.</summary>
    public const string ParametersWrong = "parameters-wrong";

    /// <summary>In <c>errors</c>: there is no such parameter.</summary>
    public const string ParameterUnknown = "parameter-unknown";

    /// <summary>In <c>errors</c>: its value is none of those it can have.</summary>
    public const string ValueInvalid = "value-invalid";

    /// <summary>In <c>errors</c>: it may stand only once.</summary>
    public const string ParameterTwice = "parameter-twice";

    /// <summary>In <c>errors</c>: the cursor belongs to another question.</summary>
    public const string CursorInvalid = "cursor-invalid";

    /// <summary>400: a file of figures would be too long.</summary>
    public const string TooManyRows = "too-many-rows";

    /// <summary>404: there is nothing of that name.</summary>
    public const string NotFound = "not-found";

    /// <summary>406: it cannot be had in a form the request accepts.</summary>
    public const string FormNotOffered = "form-not-offered";

    /// <summary>400: the file cannot be taken; <c>errors</c> names the lines.</summary>
    public const string FileWrong = "file-wrong";

    /// <summary>413: the body is too long.</summary>
    public const string BodyTooLarge = "body-too-large";

    /// <summary>429: too many exports and imports at once.</summary>
    public const string TooManyExports = "too-many-exports";

    /// <summary>503: the views are being filled, or the database does not answer.</summary>
    public const string NotReady = "not-ready";
}
