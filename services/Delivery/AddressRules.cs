using System.Net.Mail;

namespace TicketFlow.Delivery;

/// <summary>What addresses and the mail server's settings must look like.</summary>
public static class AddressRules
{
    /// <summary>An address that can stand in an SMTP command as it is.</summary>
    public static bool IsMail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text
            && text.All(c => c is > ' ' and < (char)127 and not ('<' or '>'));

    /// <summary>An absolute http or https address.</summary>
    public static bool IsWeb(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>What is wrong with the mail server's settings, in sentences an operator understands.</summary>
    /// <param name="place">The section's name, for example <c>Support:Smtp</c>.</param>
    public static IEnumerable<string> Wrong(SmtpOptions smtp, string place, string? password)
    {
        if (smtp.Host.Length == 0)
        {
            yield return $"{place}:Host is missing: a receiver has a mail address, so a mail server is needed.";
        }

        if (smtp.Port is < 1 or > 65535)
        {
            yield return $"{place}:Port is {smtp.Port}; it must be between 1 and 65535.";
        }

        if (!IsMail(smtp.From))
        {
            yield return $"{place}:From is '{smtp.From}'; it must be the mail address that notices come from.";
        }

        foreach (var sentence in WrongSecurity(smtp, place, password))
        {
            yield return sentence;
        }
    }

    private static IEnumerable<string> WrongSecurity(SmtpOptions smtp, string place, string? password)
    {
        if (smtp.Tls is not (SmtpOptions.StartTls or SmtpOptions.Implicit or SmtpOptions.None))
        {
            yield return $"{place}:Tls is '{smtp.Tls}'; it must be starttls, implicit or none.";
        }

        if (smtp.User is not null && smtp.Tls == SmtpOptions.None)
        {
            yield return $"{place}:User is set but Tls is none: the password would cross the network in the clear. "
                + "Use starttls or implicit.";
        }

        if (smtp.User is not null && password is null)
        {
            yield return $"{place}:User is set but TICKETFLOW_SMTP_PASSWORD (or TICKETFLOW_SMTP_PASSWORD_FILE) is not.";
        }

        if (smtp.TrustedCertificates is { } file && !File.Exists(file))
        {
            yield return $"{place}:TrustedCertificates names '{file}', and there is no such file.";
        }
    }
}
