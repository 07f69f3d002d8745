using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TicketFlow.Hosting;

/// <summary>
/// A service as a process: one-line logs in UTC, health endpoints, and a sentence instead of a stack trace for a wrong configuration.
/// </summary>
public static class ServiceHost
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int WrongConfiguration = 78;

    /// <summary>Runs until it is told to stop; the exit code.</summary>
    /// <param name="name">As an operator calls it, for example <c>ticket server</c>.</param>
    /// <param name="compose">Adds what the service is made of.</param>
    /// <param name="map">Adds its endpoints, if it has more than <c>/health/live</c> and <c>/health/ready</c>.</param>
    public static async Task<int> RunAsync(
        string[] args, string name, Action<WebApplicationBuilder> compose, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        compose(builder);
        try
        {
            var app = builder.Build();
            app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
            app.MapHealthChecks("/health/ready");
            map?.Invoke(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is OptionsValidationException or FormatException)
        {
            await Console.Error.WriteLineAsync($"The {name} cannot start: {e.Message}");
            return WrongConfiguration;
        }
    }
}
