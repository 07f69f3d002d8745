using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Invoicing.Csv;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Json;
using TicketFlow.Invoicing.Pdf;
using TicketFlow.Invoicing.Ubl;
using TicketFlow.Reporting.Api.Callers;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;
using TicketFlow.Reporting.Invoices;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Invoices and credit notes: the list, and each as PDF, CSV, JSON or UBL.</summary>
internal sealed class InvoiceEndpoints(InvoiceArchive archive)
{
    private static readonly Column[] Columns =
    [
        .. new[] { "id", "kind", "number", "month", "costCentre", "currency" }.Select(n => new Column(n, "", CellKind.Text, "")),
        .. new[] { "net", "tax", "gross" }.Select(n => new Column(n, "", CellKind.Decimal, "")),
        new("jobs", "", CellKind.Number, ""),
        .. new[] { "issuedOn", "creditedBy", "corrects" }.Select(n => new Column(n, "", CellKind.Text, "")),
    ];

    private static readonly (string, string)[] ListForms = [("json", "application/json"), ("csv", "text/csv")];

    private static readonly (string Suffix, string Type)[] Forms =
        [("pdf", "application/pdf"), ("json", "application/json"), ("xml", "application/xml"), ("csv", "text/csv")];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var suffix in (string?[])[null, "json", "csv"])
        {
            Describe(
                routes.MapGet(
                    suffix is null ? "/invoices" : "/invoices." + suffix,
                    (HttpContext http, InvoiceEndpoints e) => e.ListAsync(http, suffix)),
                "Drafts, invoices and credit notes.", "invoices" + suffix,
                [
                    ("month", "Like 2026-10."), ("kind", "draft, invoice or credit-note."), ("costCentre", "Only these."),
                    .. SheetWindow.Parameters(Columns),
                ]);
        }

        Describe(
            routes.MapGet("/invoices/{name}", (HttpContext http, string name, InvoiceEndpoints e) => e.OneAsync(http, name)),
            "One of them, by number or id; .pdf, .json, .xml (UBL 2.1) or .csv behind it, or Accept, choose the form.", "invoice", []);
    }

    private async Task ListAsync(HttpContext http, string? suffix)
    {
        var query = new QueryReader(http.Request.Query);
        var (text, kinds, payers) = (query.One("month"), query.Many("kind"), query.Many("costCentre"));
        BillingMonth? month = null;
        if (text is not null && BillingMonth.TryParse(text, out var parsed))
        {
            month = parsed;
        }
        else if (text is not null)
        {
            query.Refuse("month", $"'{text}' is no month. Write it like 2026-10.");
        }

        var form = Answers.Choose(http.Request, suffix, ListForms);
        var window = SheetWindow.Read(query, http.Request.Query, Columns, all: form == "csv");
        query.Finish();
        var rows = (await archive.ListAsync(month, month, http.RequestAborted))
            .Where(r => (kinds.Count == 0 || kinds.Contains(r.Kind)) && (payers.Count == 0 || payers.Contains(r.CostCentre)));
        var (sheet, next) = window.Of(new Sheet(Columns, [.. rows.Select(Cells)]));
        if (form == "csv")
        {
            await Answers.WriteAsync(http, "text/csv; charset=utf-8; header=present", sheet.ToCsv());
            return;
        }

        await Answers.WriteAsync(http, "application/json", sheet.ToJson(_ => { }, next));
    }

    private async Task OneAsync(HttpContext http, string name)
    {
        var suffix = Array.Find(Forms, f => name.EndsWith("." + f.Suffix, StringComparison.Ordinal)).Suffix;
        var number = suffix is null ? name : name[..^(suffix.Length + 1)];
        var found = await archive.FindAsync(number, http.RequestAborted);
        if (found?.Document is not { } document)
        {
            throw new ApiProblemException(ApiProblem.NotFound(
                found is null ? $"There is no invoice '{number}'; /api/v1/invoices lists them."
                    : $"'{number}' is a draft; it is a document when it is issued: ticketflow-ops invoice issue."));
        }

        var form = Answers.Choose(http.Request, suffix, Forms);
        var type = Array.Find(Forms, f => f.Suffix == form).Type;
        http.Response.Headers.ContentDisposition = $"inline; filename=\"{document.Number}.{form}\"";
        // A number stands for one document for good; an id for its latest.
        await Answers.WriteAsync(http, type, Render(document, form), document.Number == number ? Answers.Forever : Answers.Revalidate);
    }

    private static byte[] Render(InvoiceDocument document, string form) => form switch
    {
        "pdf" => InvoicePdf.Render(document),
        "csv" => InvoiceCsv.Render(document),
        "xml" => UblDocument.Render(document),
        _ => InvoiceJson.Render(document),
    };

    private static object?[] Cells(InvoiceRow r) =>
    [
        r.Id, r.Kind, r.Number, r.Month, r.CostCentre, r.Currency, r.Net, r.Tax, r.Gross, (long)r.Jobs, r.IssuedOn, r.CreditedBy,
        r.Corrects,
    ];

    private static void Describe(RouteHandlerBuilder route, string text, string id, IReadOnlyList<(string Name, string Text)> parameters) =>
        route.RequireAuthorization(ApiRoles.Finance).WithSummary(text).WithTags("invoices")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.OperationId = id;
                operation.Parameters ??= [];
                foreach (var (name, what) in parameters)
                {
                    operation.Parameters.Add(ApiDescription.Parameter(name, what));
                }

                ApiDescription.AddProblems(operation);
                return Task.CompletedTask;
            });
}
