using Microsoft.Extensions.Options;
using TicketFlow.Delivery;

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
            .. options.Receivers.Exists(r => r.Mail is not null) ? AddressRules.Wrong(options.Smtp, "Support:Smtp", secrets.SmtpPassword)
                : [],
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

        if (receiver.Mail is { } mail && !AddressRules.IsMail(mail))
        {
            yield return $"{place}:Mail is '{mail}', which is no mail address.";
        }

        if (receiver.Webhook is { } url && !AddressRules.IsWeb(url))
        {
            yield return $"{place}:Webhook must be an address that begins with http:// or https://.";
        }

        foreach (var kind in receiver.Kinds.Except(SupportKinds.All))
        {
            yield return $"{place}:Kinds has '{kind}'; there are {string.Join(", ", SupportKinds.All)}.";
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
}
