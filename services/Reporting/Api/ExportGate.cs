using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api;

/// <summary>
/// Lets a few exports and imports through at a time: each holds a connection of the database, or a file in memory, for as long as its
/// caller takes.
/// </summary>
internal sealed class ExportGate(IOptions<ApiOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.MostExports);

    /// <returns>Dispose it when the export has ended.</returns>
    /// <exception cref="ApiProblemException">429: all places are taken.</exception>
    public IDisposable Enter() => _places.Wait(0)
        ? new Place(_places)
        : throw new ApiProblemException(new ApiProblem(
            StatusCodes.Status429TooManyRequests, FinanceErrors.TooManyExports, "Too many exports or imports at once",
            $"At most {options.Value.MostExports} exports and imports run at the same time. Try again when another one has ended."));

    public void Dispose() => _places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
