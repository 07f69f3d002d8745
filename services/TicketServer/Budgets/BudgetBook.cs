using System.Collections.Frozen;
using System.Globalization;
using TicketFlow.Pricing;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>A budget in force, with the account it is used from.</summary>
/// <param name="Set">What was set.</param>
/// <param name="Share">What a job takes of which account.</param>
public sealed record BudgetClaim(BudgetSet Set, BudgetShare Share);

/// <summary>All budgets, tariffs and members at one moment, immutable: a decision reads it without any query.</summary>
public sealed class BudgetBook
{
    /// <summary>The unit of budgets that count printed sides.</summary>
    public const string Pages = "pages";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FrozenDictionary<(string Subject, string Unit), BudgetSet> _budgets;
    private readonly string[] _units;
    private readonly TariffBook _tariffs;
    private readonly MemberBook _members;

    public BudgetBook(IReadOnlyCollection<BudgetSet> budgets, TariffBook tariffs, MemberBook members)
    {
        _budgets = budgets.ToFrozenDictionary(budget => (budget.Subject, budget.Unit));
        _units = [.. budgets.Select(budget => budget.Unit).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        (_tariffs, _members) = (tariffs, members);
    }

    /// <summary>No budgets: nothing is asked, nothing is held back.</summary>
    public static BudgetBook Empty { get; } = new([], TariffBook.Empty, MemberBook.Empty);

    /// <summary>Whether nobody has a budget.</summary>
    public bool IsEmpty => _budgets.Count == 0;

    /// <summary>What the job takes of which budgets, were it reserved now; ordered by account.</summary>
    /// <param name="usual">
    /// How long such a job takes as a rule, for prices per minute; null when nobody knows: then the one begun minute that is due in any
    /// case.
    /// </param>
    public IReadOnlyList<BudgetClaim> ClaimsOf(JobState job, DateTimeOffset now, TimeSpan? usual = null)
    {
        var priced = Priced(job, now, lasted: usual > TimeSpan.Zero ? usual : Minute);
        Price? price = null;
        var claims = new List<BudgetClaim>();
        foreach (var subject in SubjectsOf(priced))
        {
            foreach (var unit in _units)
            {
                if (Find(subject, unit) is not { } set)
                {
                    continue;
                }

                price ??= unit == Pages ? null : PriceOf(priced);
                var amount = unit == Pages ? priced.AllPages ?? set.UnknownPages : price?.Currency == unit ? price.Net : 0;
                claims.Add(new BudgetClaim(set, new BudgetShare(subject, unit, Period(set, now), amount, set.Mode != BudgetModes.Warn)));
            }
        }

        return claims;
    }

    /// <summary>Where a user belongs at a moment.</summary>
    public Member MemberOf(string domain, string user, DateTimeOffset at) => _members.Of(domain, user, at);

    /// <summary>The shares of a job that has printed, at what it cost in the end; from the accounts they were reserved in.</summary>
    public IReadOnlyList<BudgetShare> Settle(JobState job, IReadOnlyList<BudgetShare> shares, DateTimeOffset now, long milliseconds)
    {
        var price = PriceOf(Priced(job, now, TimeSpan.FromMilliseconds(milliseconds)));
        return
        [
            .. shares.Select(share => share with
            {
                Amount = price?.Currency == share.Unit ? price.Net : share.Amount,
                Enforced = false,
            }),
        ];
    }

    /// <summary>The month of a budget at a moment.</summary>
    public static string Period(BudgetSet set, DateTimeOffset now) =>
        TimeZoneInfo.ConvertTime(now, ZoneOf(set)).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>When the budget's next month begins.</summary>
    public static DateTimeOffset NextPeriod(BudgetSet set, DateTimeOffset now)
    {
        var zone = ZoneOf(set);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var first = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);

        // A clock that is put forward at midnight has no such moment: then the month begins with the first that there is.
        while (zone.IsInvalidTime(first))
        {
            first = first.AddMinutes(1);
        }

        return new DateTimeOffset(first, zone.GetUtcOffset(first)).ToUniversalTime();
    }

    private static TimeZoneInfo ZoneOf(BudgetSet set) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(set.TimeZone, out var known) ? known : TimeZoneInfo.Utc;

    private Price? PriceOf(PricedJob job) => _tariffs.InForce(job) is { } tariff ? Pricer.Of(job, tariff) : null;

    private BudgetSet? Find(string subject, string unit) => _budgets.GetValueOrDefault((subject, unit))
        ?? _budgets.GetValueOrDefault((BudgetSubjects.Default(subject), unit));

    private static IEnumerable<string> SubjectsOf(PricedJob job)
    {
        if (job.CostCentre is { } costCentre)
        {
            yield return BudgetSubjects.CostCentre(costCentre);
        }

        if (job.Department is { } department)
        {
            yield return BudgetSubjects.Department(department);
        }

        yield return BudgetSubjects.User(job.Domain, job.User);
    }

    private PricedJob Priced(JobState job, DateTimeOffset now, TimeSpan? lasted)
    {
        var member = MemberOf(job.Domain!, job.User!, now);
        var print = job.Description;
        return new PricedJob(now, job.Domain!, job.User!, job.Resource!, job.Bytes ?? 0)
        {
            Kind = "printer",
            Department = member.Department,
            CostCentre = member.CostCentre,
            Groups = [.. member.Groups],
            Pages = print?.Pages,
            Copies = print?.Copies,
            Colour = print?.Colour,
            Sides = print?.Sides,
            Paper = print?.Paper,
            Sheets = print?.Sheets,
            Lasted = lasted,
        };
    }
}
