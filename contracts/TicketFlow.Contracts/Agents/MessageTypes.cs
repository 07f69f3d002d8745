namespace TicketFlow.Contracts.Agents;

/// <summary>Values of the AMQP <c>type</c> property: two letters for the message, a digit for its version.</summary>
public static class MessageTypes
{
    public const string TicketRequest = "TR1";
    public const string JobDescription = "DJ1";
    public const string GoAheadReceipt = "GC1";
    public const string StartReport = "ST1";
    public const string StartFailure = "SF1";
    public const string StatusUpdate = "SU1";
    public const string CompletionReport = "CP1";
    public const string TransferFailure = "TF1";
    public const string InterruptionReport = "IN1";
    public const string CancelRequest = "CA1";
    public const string StopReport = "SR1";
    public const string MoveRequest = "MV1";
    public const string WaitRequest = "WA1";
    public const string HoldRequest = "HD1";
    public const string YieldRequest = "DN1";
    public const string ResendRequest = "RS1";
    public const string JobQuery = "QJ1";
    public const string PrinterQuery = "QP1";
    public const string Hello = "HI1";
    public const string SeenPrinters = "SP1";
    public const string LeaseRequest = "LR1";
    public const string LeaseRenewal = "LK1";
    public const string LeaseReturn = "LD1";

    public const string Ticket = "TK1";
    public const string Refusal = "NO1";
    public const string GoAhead = "GA1";
    public const string CancelOrder = "CJ1";
    public const string Notice = "NT1";
    public const string JobHistory = "JA1";
    public const string PrinterList = "PL1";
    public const string Welcome = "HO1";
    public const string LeaseState = "LS1";
}
