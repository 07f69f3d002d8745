using System.Text.Json.Serialization;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Page;

// What the page's server and its script say to each other. Both are of one version, so this is no contract.

/// <summary>First words of a stream.</summary>
internal sealed record PageHello(string User, string Agent, string Version, string Computer, long MaxDocument);

/// <summary>The open jobs that are shown live.</summary>
internal sealed record PageSnapshot(IReadOnlyList<LocalJob> Jobs);

/// <summary>A job that is still open and no longer among those shown.</summary>
internal sealed record PageGone(string Key);

/// <summary>How many jobs are open, and whether the server can be reached.</summary>
internal sealed record PageSummary(int Open, int Shown, string? Fault);

/// <summary>A piece of a list of jobs.</summary>
/// <param name="Next">Where the next piece begins; null at the end.</param>
/// <param name="Total">All that fit the search.</param>
internal sealed record PageOfJobs(IReadOnlyList<LocalJob> Jobs, string? Next, int Total);

/// <summary>Body of <c>POST /api/session</c>.</summary>
internal sealed record PageToken(string? Token);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PageHello))]
[JsonSerializable(typeof(PageSnapshot))]
[JsonSerializable(typeof(PageGone))]
[JsonSerializable(typeof(PageSummary))]
[JsonSerializable(typeof(PageOfJobs))]
[JsonSerializable(typeof(PageToken))]
[JsonSerializable(typeof(LocalJob))]
internal sealed partial class PageJson : JsonSerializerContext;
