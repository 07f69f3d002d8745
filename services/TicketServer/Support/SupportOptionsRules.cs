using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace TicketFlow.TicketServer.Support;

/// <summary>Tells an operator what is wrong with the section, all of it at once.</summary>
internal sealed class SupportOptionsRules(SupportSecrets secrets) : IValidateOptions<SupportOptions>
{
    public ValidateOptionsResult Validate(string? name, SupportOptions options)
    {
        List<string> wrong =
        [
            .. options.Receivers.SelectMany((receiver, i) => Of(receiver, $"Support:Receivers:{i}")),
            .. options.Receivers.GroupBy(r => r.Name).Where(g => g.Key.Length > 0 && g.Count() > 1)
                .Select(g => $"Support:Receivers: two receivers are called '{g.Key}'; names must differ."),
            .. options.Receivers.Exists(r => r.Mail is not null) ? OfSmtp(options.Smtp) : [],
            .. OfTiming(options),
        ];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Of(ReceiverOptions receiver, string place)
    {
        if (receiver.Name.Length is 0 or > 60 || !receiver.Name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            yield return $"{place}:Name is '{receiver.Name}'; a receiver needs a name of a-z, 0-9 and '-', at most 60 characters.";
        }

        if ((receiver.Mail is null) == (receiver.Webhook is null))
        {
            yield return $"{place} needs either Mail (an address) or Webhook (a web address).";
        }

        if (receiver.Mail is { } mail && !IsAddress(mail))
        {
            yield return $"{place}:Mail is '{mail}', which is no mail address.";
        }

        if (receiver.Webhook is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return $"{place}:Webhook must be an address that begins with http:// or https://.";
        }

        foreach (var kind in receiver.Kinds.Except(SupportKinds.All))
        {
            yield return $"{place}:Kinds has '{kind}'; there are {string.Join(", ", SupportKinds.All)}.";
        }
    }

    private IEnumerable<string> OfSmtp(SmtpOptions smtp)
    {
        if (smtp.Host.Length == 0)
        {
            yield return "Support:Smtp:Host is missing: a receiver has a mail address, so a mail server is needed.";
        }

        if (smtp.Port is < 1 or > 65535)
        {
            yield return $"Support:Smtp:Port is {smtp.Port}; it must be between 1 and 65535.";
        }

        if (!IsAddress(smtp.From))
        {
            yield return $"Support:Smtp:From is '{smtp.From}'; it must be the mail address that notices come from.";
        }

        if (smtp.Tls is not (SmtpOptions.StartTls or SmtpOptions.Implicit or SmtpOptions.None))
        {
            yield return $"Support:Smtp:Tls is '{smtp.Tls}'; it must be starttls, implicit or none.";
        }

        if (smtp.User is not null && smtp.Tls == SmtpOptions.None)
        {
            yield return "Support:Smtp:User is set but Tls is none: the password would cross the network in the clear. Use starttls or implicit.";
        }

        if (smtp.User is not null && secrets.SmtpPassword is null)
        {
            yield return "Support:Smtp:User is set but TICKETFLOW_SMTP_PASSWORD (or TICKETFLOW_SMTP_PASSWORD_FILE) is not.";
        }

        if (smtp.TrustedCertificates is { } file && !File.Exists(file))
        {
            yield return $"Support:Smtp:TrustedCertificates names '{file}', and there is no such file.";
        }
    }

    private static IEnumerable<string> OfTiming(SupportOptions options)
    {
        (string Name, TimeSpan Value)[] times =
        [
            (nameof(options.Timeout), options.Timeout), (nameof(options.RetryAfter), options.RetryAfter),
            (nameof(options.ClaimFor), options.ClaimFor),
            (nameof(options.RetryAtMostAfter), options.RetryAtMostAfter), (nameof(options.LookEvery), options.LookEvery),
            (nameof(options.KeepFor), options.KeepFor),
        ];
        foreach (var (name, value) in times.Where(t => t.Value <= TimeSpan.Zero || t.Value > TimeSpan.FromDays(3660)))
        {
            yield return $"Support:{name} is {value}; it must be more than zero.";
        }

        if (options.ClaimFor <= options.Timeout)
        {
            yield return "Support:ClaimFor must be longer than Support:Timeout, or a slow delivery would be made twice.";
        }

        if (options.MaxTries is < 1 or > 1000)
        {
            yield return $"Support:MaxTries is {options.MaxTries}; it must be between 1 and 1000.";
        }
    }

    private static bool IsAddress(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && text.All(c => c is > ' ' and < (char)127);
}
