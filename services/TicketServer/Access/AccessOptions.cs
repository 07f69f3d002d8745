using System.ComponentModel.DataAnnotations;

namespace TicketFlow.TicketServer.Access;

/// <summary>What admission does where no rule says otherwise (section <c>Access</c> of the configuration).</summary>
public sealed class AccessOptions
{
    public const string Allow = "allow";
    public const string Deny = "deny";

    /// <summary>Whether everybody may use a printer without an allow list: <c>allow</c> or <c>deny</c>. Default <c>allow</c>.</summary>
    [RegularExpression(
        "^(allow|deny)$", ErrorMessage = "Access:Default must be 'allow' or 'deny': may everybody use a printer without an allow list?")]
    [Required(ErrorMessage = "Access:Default must be 'allow' or 'deny'.")]
    public string Default { get; set; } = Allow;

    /// <summary>The policy is read anew at least this often, should a notification be lost. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Access:RefreshEvery must be between 00:00:01 and 01:00:00.")]
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(30);
}
