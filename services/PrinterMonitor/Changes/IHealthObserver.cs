using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>
/// Sees every reading, changed or not; for what needs exact numbers over time (forecasts). Called by the poller: must be quick.
/// </summary>
internal interface IHealthObserver
{
    void Observe(FleetTarget target, PrinterHealth health, DateTimeOffset at);
}
