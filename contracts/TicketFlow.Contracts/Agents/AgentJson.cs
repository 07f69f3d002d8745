using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Agents;

/// <summary>The one way these messages are written: compact, no nulls, source-generated.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(TicketRequest))]
[JsonSerializable(typeof(JobDescription))]
[JsonSerializable(typeof(GoAheadReceipt))]
[JsonSerializable(typeof(StartReport))]
[JsonSerializable(typeof(StartFailure))]
[JsonSerializable(typeof(StatusUpdate))]
[JsonSerializable(typeof(CompletionReport))]
[JsonSerializable(typeof(TransferFailure))]
[JsonSerializable(typeof(InterruptionReport))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(StopReport))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(WaitRequest))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(YieldRequest))]
[JsonSerializable(typeof(ResendRequest))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(JobQuery))]
[JsonSerializable(typeof(PrinterQuery))]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(SeenPrinters))]
[JsonSerializable(typeof(LeaseRequest))]
[JsonSerializable(typeof(LeaseRenewal))]
[JsonSerializable(typeof(LeaseReturn))]
[JsonSerializable(typeof(LeaseState))]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(GoAhead))]
[JsonSerializable(typeof(CancelOrder))]
[JsonSerializable(typeof(JobHistory))]
[JsonSerializable(typeof(PrinterList))]
[JsonSerializable(typeof(Welcome))]
public sealed partial class AgentJson : JsonSerializerContext;
