using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Schedules;

namespace TicketFlow.Reporting.Api.Reports;

/// <summary>A schedule as callers send it.</summary>
/// <param name="Report">What it is about.</param>
/// <param name="Every">day, week or month.</param>
/// <param name="On">Of a week 1 (Monday) to 7, of a month 1 to 28; default 1.</param>
/// <param name="At">Local time, like 07:00.</param>
/// <param name="Zone">IANA time zone.</param>
/// <param name="To">Mail addresses.</param>
internal sealed record ReportWish(string? Report, string? Every, int? On, string? At, string? Zone, IReadOnlyList<string?>? To)
{
    /// <summary>As a schedule; what is wrong with its values the decider says.</summary>
    /// <exception cref="ReportRefusedException">It cannot be read.</exception>
    public ReportSchedule Under(string name)
    {
        List<ReportProblem> wrong = [];
        if (!Enum.TryParse<ReportEvery>(Every, ignoreCase: true, out var every) || !Every!.All(char.IsAsciiLetter))
        {
            wrong.Add(new("every", $"'{Every}' is none of day, week, month."));
        }

        if (!TimeOnly.TryParseExact(At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            wrong.Add(new("at", $"'{At}' is no time of day. Write it like 07:00."));
        }

        return wrong.Count == 0
            ? new ReportSchedule(name, Report ?? "", every, On ?? 1, at, Zone ?? "UTC", [.. (To ?? []).Select(to => to ?? "")])
            : throw new ReportRefusedException(ReportErrors.Invalid, string.Join(" ", wrong.Select(w => w.Text)), wrong);
    }
}

/// <summary>A schedule as callers get it.</summary>
/// <param name="NextAt">When it goes out next, UTC; null while it is paused, or in a zone unknown here.</param>
/// <param name="Runs">What was sent, newest first.</param>
internal sealed record ReportAnswer(
    string Name, string Report, string Every, int On, string At, string Zone, IReadOnlyList<string> To, bool Paused, DateTimeOffset? NextAt,
    IReadOnlyList<ReportRun> Runs)
{
    public static ReportAnswer Of(KnownSchedule known, DateTimeOffset now, IReadOnlyList<ReportRun> runs)
    {
        var s = known.Schedule;
        return new ReportAnswer(
            s.Name, s.Report, s.Every.ToString().ToLowerInvariant(), s.On, s.At.ToString("HH:mm", CultureInfo.InvariantCulture), s.Zone,
            s.To, known.IsPaused, known.IsPaused ? null : ReportCalendar.NextAt(s, now), [.. runs.Where(r => r.Schedule == s.Name)]);
    }
}

/// <summary>Words between the schedules and HTTP.</summary>
internal static class ReportAnswers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static Task WriteAsync<T>(HttpContext http, T answer) =>
        Answers.WriteAsync(http, "application/json", JsonSerializer.SerializeToUtf8Bytes(answer, Json));

    /// <exception cref="ApiProblemException">The body is no schedule.</exception>
    public static async Task<ReportWish> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<ReportWish>(http.Request.Body, Json, http.RequestAborted)
                ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new ApiProblemException(ApiProblem.Parameters([new FieldProblem(
                e.Path ?? "body", FinanceErrors.ValueInvalid,
                """Send JSON like {"report":"user","every":"month","at":"07:00","zone":"Europe/Berlin","to":["a@b.example"]}.""")]));
        }
    }

    /// <summary>A refusal as a problem.</summary>
    public static ApiProblem ProblemOf(ReportRefusedException refused) => refused.Code switch
    {
        ReportErrors.Unknown => ApiProblem.NotFound(refused.Message),
        ReportErrors.Busy => ApiProblem.NotReady(refused.Message),
        _ => ApiProblem.Parameters(
            [.. refused.Problems.Select(p => new FieldProblem(p.Part, FinanceErrors.ValueInvalid, p.Text))]),
    };
}
