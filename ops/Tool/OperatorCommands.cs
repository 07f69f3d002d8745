using System.CommandLine;
using TicketFlow.Ops.Access;
using TicketFlow.Ops.Agents;
using TicketFlow.Ops.Alerts;
using TicketFlow.Ops.Chain;
using TicketFlow.Ops.Costs;
using TicketFlow.Ops.Demo;
using TicketFlow.Ops.Events;
using TicketFlow.Ops.Finance;
using TicketFlow.Ops.Fleet;
using TicketFlow.Ops.Invoices;
using TicketFlow.Ops.Jobs;
using TicketFlow.Ops.Messages;
using TicketFlow.Ops.Organisation;
using TicketFlow.Ops.Printers;
using TicketFlow.Ops.Queues;
using TicketFlow.Ops.Replay;
using TicketFlow.Ops.Reports;
using TicketFlow.Ops.Resources;
using TicketFlow.Ops.Streams;
using TicketFlow.Ops.Support;

namespace TicketFlow.Ops;

/// <summary>All that operators can do.</summary>
internal static class OperatorCommands
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Operates TicketFlow: printers, agents, and the event streams behind every decision.")
        {
            PrinterCommands.Create(),
            PrintersCommand.Create(),
            ResourceCommands.Create(),
            CheckCommand.Create(),
            WalkCommand.Create(),
            DiscoverCommands.Create(),
            AlertCommands.Create(),
            AgentCommands.Create(),
            AccessCommands.Create(),
            GroupCommands.Create(),
            ClientVersionCommands.Create(),
            DriverCommands.Create(),
            OrganisationCommands.Create(),
            StreamCommands.Create(),
            EventCommands.Create(),
            ChainCommands.Create(),
            QueueCommands.Create(),
            JobCommands.Create(),
            MessageCommands.Create(),
            SupportCommands.Create(),
            InvoiceCommands.Create(),
            ScheduleCommands.Create(),
            TokenCommands.Create(),
            TariffCommands.Create(),
            BudgetCommands.Create(),
            DemoCommand.Create(),
        };
        ReplayCommands.AddTo(root);
        return root;
    }
}
