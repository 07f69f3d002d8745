using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TicketFlow.Hosting;
using TicketFlow.Reporting.Api.Callers;
using TicketFlow.Reporting.Api.Figures;
using TicketFlow.Reporting.Api.Imports;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Page;
using TicketFlow.Reporting.Api.Reports;
using TicketFlow.Reporting.Api.Views;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Statistics;
using TicketFlow.Web;

namespace TicketFlow.Reporting.Api;

/// <summary>The finance API: statistics, jobs, costs, invoices, organisation, tariffs over HTTP (docs/finance.md).</summary>
public static class ApiModule
{
    private const string Document = "v1";

    /// <summary>Registers it.</summary>
    public static void AddFinanceApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel((host, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = host.Configuration.GetSection("Reporting:Api").Get<ApiOptions>()?.MostBody
                ?? new ApiOptions().MostBody;
        });
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsRules>();
        services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection("Reporting:Api"))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CallerRegister>();
        services.AddSingleton<PlainGuard>();
        services.AddSingleton<ProblemWriter>();
        services.AddSingleton<ExportGate>();
        services.AddSingleton<FigureFile>();
        services.AddSingleton<ListEndpoints>();
        services.AddSingleton<StatisticsQuery>();
        services.AddSingleton<AvailabilityQuery>();
        services.AddSingleton<StatisticsEndpoint>();
        services.AddSingleton<AvailabilityEndpoint>();
        services.AddSingleton<CostsQuery>();
        services.AddSingleton<CostsEndpoint>();
        services.AddSingleton<InvoiceArchive>();
        services.AddSingleton<InvoiceEndpoints>();
        services.AddSingleton<ReportEndpoints>();
        services.AddSingleton<OrganisationImport>();
        services.AddWorker<BiViews>();
        services.AddAuthentication(TokenAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, configureOptions: null);
        services.AddAuthorizationBuilder()
            .AddPolicy(ApiRoles.Read, policy => policy.RequireRole(ApiRoles.Read))
            .AddPolicy(ApiRoles.Finance, policy => policy.RequireRole(ApiRoles.Finance));
        services.AddOpenApi(Document, options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "TicketFlow finance API";
            document.Info.Version = "1";
            document.Info.Description = "Send Authorization: Bearer TOKEN. Refusals are problems (RFC 9457) with a stable code.";
            return Task.CompletedTask;
        }));
    }

    /// <summary>Maps it.</summary>
    public static void MapFinanceApi(this WebApplication app)
    {
        app.UseMiddleware<PlainGuard>();
        app.UseMiddleware<ProblemWriter>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi("/api/{documentName}/openapi.json").RequireAuthorization(ApiRoles.Read);
        PageFiles.Map(app.MapGroup("").ExcludeFromDescription(), PageHeaders.Write);
        PageSession.Map(app);
        var api = app.MapGroup("/api/v1");
        foreach (var listing in Listings.All)
        {
            ListEndpoints.Map(api, listing);
        }

        FigureEndpoints.Map(api);
        InvoiceEndpoints.Map(api);
        ReportEndpoints.Map(api);
        OrganisationImport.Map(api);
        api.MapFallback("/{**rest}", (string? rest) => NotFoundAsync(rest)).RequireAuthorization(ApiRoles.Read).ExcludeFromDescription();
    }

    private static Task NotFoundAsync(string? rest) => throw new ApiProblemException(
        ApiProblem.NotFound($"There is no /api/v1/{rest}; /api/v1/openapi.json says what there is."));
}
