using System.Collections.Concurrent;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Bandwidth;

/// <summary>
/// Slows documents down to what their site allows. One for all jobs of an agent; every mechanism is limited the same way.
/// </summary>
public sealed class BandwidthLimits
{
    private readonly BandwidthPlan _plan;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, TokenBucket> _sites = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">A rule makes no sense; the message is for the operator.</exception>
    public BandwidthLimits(IEnumerable<BandwidthRule> rules, TimeProvider clock) => (_plan, _clock) = (new BandwidthPlan(rules), clock);

    /// <summary>The document as fast as the site of <paramref name="address"/> allows; the same stream when nothing limits it.</summary>
    public Stream Pace(Stream document, string address)
    {
        var host = HostOf(address);
        return _plan.Concerns(host) ? new PacedDocument(document, host, this) : document;
    }

    internal BandwidthRule? RuleFor(string host) => _plan.RuleFor(host, _clock.GetLocalNow());

    internal Task WaitTurnAsync(BandwidthRule rule, int bytes, CancellationToken cancellationToken)
    {
        var wait = _sites.GetOrAdd(rule.Site, static (_, clock) => new TokenBucket(clock), _clock).Take(bytes, rule.BytesPerSecond);
        return wait > TimeSpan.Zero ? Task.Delay(wait, _clock, cancellationToken) : Task.CompletedTask;
    }

    private static string HostOf(string address) =>
        RawAddress.Parse(address)?.Target.Host
        ?? (Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.IdnHost.Trim('[', ']') : "");
}
