using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace TicketFlow.Reporting.Api;

/// <summary>Limits of the finance API (section <c>Reporting:Api</c>).</summary>
public sealed class ApiOptions
{
    /// <summary>Networks, as 10.1.2.0/24, of proxies that end TLS and may hand on in clear. Default none.</summary>
    public IList<string> PlainFrom { get; } = [];

    /// <summary>Rows of a page at most. Default 1,000.</summary>
    [Range(1, 10_000, ErrorMessage = "Reporting:Api:MostRows must be between 1 and 10000.")]
    public int MostRows { get; set; } = 1_000;

    /// <summary>Rows of a file of figures at most; a longer one is refused as a whole. Default 50,000.</summary>
    [Range(1, 100_000, ErrorMessage = "Reporting:Api:MostFigures must be between 1 and 100000.")]
    public int MostFigures { get; set; } = 50_000;

    /// <summary>Exports that run at the same time; each holds a connection. Default 4.</summary>
    [Range(1, 100, ErrorMessage = "Reporting:Api:MostExports must be between 1 and 100.")]
    public int MostExports { get; set; } = 4;

    /// <summary>A question that takes longer is given up. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Reporting:Api:Patience must be between 1 second and 10 minutes.")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest file that is taken, in bytes. Default 16 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024, ErrorMessage = "Reporting:Api:MostBody must be between 1 KiB and 1 GiB.")]
    public long MostBody { get; set; } = 16 * 1024 * 1024;
}

/// <summary>What attributes cannot say.</summary>
internal sealed class ApiOptionsRules : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options) =>
        options.PlainFrom.FirstOrDefault(network => !IPNetwork.TryParse(network, out _)) is { } wrong
            ? ValidateOptionsResult.Fail($"Reporting:Api:PlainFrom has '{wrong}'; write a network as 10.1.2.0/24.")
            : ValidateOptionsResult.Success;
}
