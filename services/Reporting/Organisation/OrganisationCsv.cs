using System.Globalization;
using System.Text;
using CsvHelper;

namespace TicketFlow.Reporting.Organisation;

/// <summary>Why a line cannot be taken.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Code">One of <see cref="OrganisationCsvErrors"/>.</param>
public sealed record OrganisationCsvError(int Line, string Code, string Text);

/// <summary>What a file says: facts, or what is wrong with it. With an error, nothing of it may be written.</summary>
public sealed record OrganisationCsvContent(IReadOnlyList<OrganisationEvent> Facts, IReadOnlyList<OrganisationCsvError> Errors);

/// <summary>Codes of lines that cannot be taken.</summary>
public static class OrganisationCsvErrors
{
    public const string MissingColumn = "missing-column";
    public const string MissingValue = "missing-value";
    public const string BadValue = "bad-value";
    public const string BadTime = "bad-time";
    public const string BadFormat = "bad-format";
    public const string Twice = "twice";
}

/// <summary>
/// Reads organisation data from CSV with a header line. Its columns say what it is about:
/// <c>domain,user,department,cost-centre,groups,from</c> people (several groups between '|'; neither department nor cost centre nor groups:
/// they left); <c>department,cost-centre,from</c> departments; <c>resource,site,from</c> places of resources.
/// </summary>
public static class OrganisationCsv
{
    private const int MostText = 200;
    private const int MostErrors = 100;

    private static readonly CsvReaderOptions Options = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        NormalizeHeaderName = Column,
        MalformedData = CsvMalformedDataHandling.Throw,
        MissingField = CsvMissingFieldHandling.ReturnEmpty,
        IncludeValuesInExceptions = false,
    };

    private static readonly OrganisationCsvContent NoHeader = new([], [new(1, OrganisationCsvErrors.MissingColumn,
        "The first line must name the columns: domain,user,department,cost-centre,groups,from, or department,cost-centre,from, "
        + "or resource,site,from.")]);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file as it stands on a disk: UTF-8 with or without a mark at its beginning, and nothing else.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="now">From when lines without a beginning hold.</param>
    public static OrganisationCsvContent Read(ReadOnlySpan<byte> file, DateTimeOffset now)
    {
        try
        {
            return Read(new StringReader(
                Utf8.GetString(file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file)), now);
        }
        catch (DecoderFallbackException e)
        {
            // Recorded with other letters, a name would be somebody else for good.
            var line = 1 + file[..Math.Min(e.Index, file.Length)].Count((byte)'\n');
            return new([], [new(line, OrganisationCsvErrors.BadFormat,
                "This is no UTF-8. Save the file as CSV with UTF-8 and send it again.")]);
        }
    }

    /// <summary>Reads all of it; pure but for the reader.</summary>
    /// <param name="text">The file.</param>
    /// <param name="now">From when lines without a beginning hold.</param>
    public static OrganisationCsvContent Read(TextReader text, DateTimeOffset now)
    {
        using var csv = CsvReader.Create(text, Options);
        var (facts, errors) = (new List<OrganisationEvent>(), new List<OrganisationCsvError>());
        try
        {
            csv.ReadHeader();
            if (KindOf(csv) is not { } read)
            {
                return NoHeader;
            }

            var seen = new Dictionary<((string, string), DateTimeOffset), int>();
            while (errors.Count < MostErrors && csv.Read())
            {
                Take(csv, read, now, facts, errors, seen);
            }
        }
        catch (CsvFormatException e)
        {
            errors.Add(new((int)Math.Max(1, e.LineNumber), OrganisationCsvErrors.BadFormat, e.Message));
        }

        return errors.Count > 0 ? new([], errors) : new(facts, []);
    }

    private static void Take(
        CsvReader csv, Func<Line, OrganisationEvent> read, DateTimeOffset now, List<OrganisationEvent> facts,
        List<OrganisationCsvError> errors, Dictionary<((string, string), DateTimeOffset), int> seen)
    {
        var number = (int)csv.LineNumber;
        try
        {
            var fact = read(new Line(csv, now));
            if (!seen.TryAdd((OrganisationState.KeyOf(fact), fact.From), number))
            {
                throw new LineException(OrganisationCsvErrors.Twice, "The same subject and beginning stand in an earlier line.");
            }

            facts.Add(fact);
        }
        catch (LineException e)
        {
            errors.Add(new(number, e.Code, e.Message));
        }
    }

    private static Func<Line, OrganisationEvent>? KindOf(CsvReader csv)
    {
        var columns = csv.Headers.Select(Column).ToHashSet(StringComparer.Ordinal);
        return columns.Contains("user") && columns.Contains("domain") ? Person
            : columns.Contains("resource") && columns.Contains("site") ? line => new ResourcePlaced(
                line.Needed("resource").ToLowerInvariant(), line.Text("site"), line.From())
            : columns.Contains("department") && columns.Contains("cost-centre") && !columns.Contains("user")
                ? line => new DepartmentAssigned(line.Needed("department"), line.Text("cost-centre"), line.From())
            : null;
    }

    private static string Column(string header) => header.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-');

    private static OrganisationEvent Person(Line line)
    {
        var (domain, user) = (line.Needed("domain").ToLowerInvariant(), line.Needed("user").ToLowerInvariant());
        var (department, centre, groups) = (line.Text("department"), line.Text("cost-centre"), line.Groups());
        return department is null && centre is null && groups.Count == 0
            ? new PersonLeft(domain, user, line.From())
            : new PersonAssigned(domain, user, department, centre, groups, line.From());
    }

    /// <summary>One line, value by value.</summary>
    private readonly struct Line(CsvReader csv, DateTimeOffset now)
    {
        public string? Text(string column) => csv.TryGetFieldIndex(column, out var index) && csv.GetString(index) is { Length: > 0 } text
            ? Checked(column, text) : null;

        public string Needed(string column) =>
            Text(column) ?? throw new LineException(OrganisationCsvErrors.MissingValue, $"The column '{column}' must not be empty.");

        public IReadOnlyList<string> Groups() => Text("groups") is { } groups
            ? [.. groups.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()]
            : [];

        /// <summary>A day begins at midnight UTC.</summary>
        public DateTimeOffset From() => Text("from") is not { } text ? now
            : DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from) ? from
            : throw new LineException(
                OrganisationCsvErrors.BadTime, $"'{text}' is no time; write 2026-03-01 or 2026-03-01T12:00:00Z.");

        private static string Checked(string column, string text) => text.Length <= MostText && !text.Any(char.IsControl) ? text
            : throw new LineException(
                OrganisationCsvErrors.BadValue,
                $"The column '{column}' must have at most {MostText} characters, none of them a control code.");
    }

    private sealed class LineException(string code, string message) : Exception(message)
    {
        public string Code { get; } = code;
    }
}
