using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Wire;

namespace TicketFlow.TicketServer.Border;

/// <summary>
/// The border: proves the sender, then size, type, form and content, in this order, and hands on a typed message or a
/// <see cref="RefusedMessage"/>.
/// Pure; nothing a sender can write makes it throw.
/// </summary>
/// <param name="serverUser">The server's own broker user, the only one whose internal messages are taken.</param>
public sealed class AgentMessageReader(string serverUser)
{
    private const int KeptBytes = 2048;

    /// <summary>A reader's own words may repeat names that stand in the body, and those may be long.</summary>
    private const int LongestReason = 1000;

    private static readonly Dictionary<string, Kind> Kinds = new(StringComparer.Ordinal)
    {
        [MessageTypes.TicketRequest] = Of(
            AgentJson.Default.TicketRequest, new TicketRequestRules(), m => m.Sequence, TicketRequestRules.IsAnswerable),
        [MessageTypes.JobDescription] = Of(AgentJson.Default.JobDescription, new JobDescriptionRules(), m => m.Sequence),
        [MessageTypes.GoAheadReceipt] = Of(AgentJson.Default.GoAheadReceipt, new GoAheadReceiptRules(), m => m.Sequence),
        [MessageTypes.StartReport] = Of(AgentJson.Default.StartReport, new StartReportRules(), m => m.Sequence),
        [MessageTypes.StartFailure] = Of(AgentJson.Default.StartFailure, new StartFailureRules(), m => m.Sequence),
        [MessageTypes.StatusUpdate] = Of(AgentJson.Default.StatusUpdate, new StatusUpdateRules(), m => m.Sequence),
        [MessageTypes.CompletionReport] = Of(AgentJson.Default.CompletionReport, new CompletionReportRules(), m => m.Sequence),
        [MessageTypes.TransferFailure] = Of(AgentJson.Default.TransferFailure, new TransferFailureRules(), m => m.Sequence),
        [MessageTypes.InterruptionReport] = Of(AgentJson.Default.InterruptionReport, new InterruptionReportRules(), m => m.Sequence),
        [MessageTypes.CancelRequest] = Of(AgentJson.Default.CancelRequest, new CancelRequestRules(), m => m.Sequence),
        [MessageTypes.StopReport] = Of(AgentJson.Default.StopReport, new StopReportRules(), m => m.Sequence),
        [MessageTypes.MoveRequest] = Of(AgentJson.Default.MoveRequest, new MoveRequestRules(), m => m.Sequence),
        [MessageTypes.WaitRequest] = Of(AgentJson.Default.WaitRequest, new WaitRequestRules(), m => m.Sequence),
        [MessageTypes.HoldRequest] = Of(AgentJson.Default.HoldRequest, new HoldRequestRules(), m => m.Sequence),
        [MessageTypes.YieldRequest] = Of(AgentJson.Default.YieldRequest, new YieldRequestRules(), m => m.Sequence),
        [MessageTypes.ResendRequest] = Of(AgentJson.Default.ResendRequest, new ResendRequestRules(), m => m.Sequence),
        [MessageTypes.JobQuery] = Of(AgentJson.Default.JobQuery, new JobQueryRules(), m => m.Sequence),
        [MessageTypes.PrinterQuery] = Of(AgentJson.Default.PrinterQuery, new PrinterQueryRules(), m => m.Sequence),
        [MessageTypes.Hello] = Of(AgentJson.Default.Hello, new HelloRules(), m => m.Sequence),
        [MessageTypes.SeenPrinters] = Of(AgentJson.Default.SeenPrinters, new SeenPrintersRules(), m => m.Sequence),
        [MessageTypes.LeaseRequest] = Of(AgentJson.Default.LeaseRequest, new LeaseRequestRules(), m => m.Sequence),
        [MessageTypes.LeaseRenewal] = Of(AgentJson.Default.LeaseRenewal, new LeaseRenewalRules(), m => m.Sequence),
        [MessageTypes.LeaseReturn] = Of(AgentJson.Default.LeaseReturn, new LeaseReturnRules(), m => m.Sequence),
    };

    private static readonly Dictionary<string, JsonTypeInfo> InternalKinds = new(StringComparer.Ordinal)
    {
        [DeadlineExpired.MessageType] = InternalJson.Default.DeadlineExpired,
        [HeldJobStated.MessageType] = InternalJson.Default.HeldJobStated,
        [OperatorOrder.MessageType] = InternalJson.Default.OperatorOrder,
        [LeaseOrder.MessageType] = InternalJson.Default.LeaseOrder,
    };

    private delegate object Kind(AgentMessageReader reader, string agent, AgentDelivery delivery);

    /// <summary>Reads one delivery.</summary>
    public object Read(AgentDelivery delivery)
    {
        if (delivery.UserId == serverUser && InternalKinds.TryGetValue(delivery.Type ?? "", out var internalKind))
        {
            return ReadInternal(delivery, internalKind);
        }

        var agent = Sender(delivery.RoutingKey);
        if (agent is null || delivery.UserId != agent)
        {
            return Refuse(
                null, delivery, MessageErrors.Forged,
                $"The user-id property must name the sender of routing key '{Shorten(delivery.RoutingKey)}'.");
        }

        if (delivery.Body.Length > AgentTopology.MaxMessageBytes)
        {
            return Refuse(
                agent, delivery, MessageErrors.TooLarge,
                $"The message has {delivery.Body.Length} bytes; {AgentTopology.MaxMessageBytes} are the most.");
        }

        return delivery.Type is not null && Kinds.TryGetValue(delivery.Type, out var kind)
            ? kind(this, agent, delivery)
            : Refuse(
                agent, delivery, MessageErrors.VersionUnknown,
                $"Messages of type '{Shorten(delivery.Type)}' are not known here. Update the server, or the agent.");
    }

    private static Kind Of<T>(JsonTypeInfo<T> json, IValidator<T> rules, Func<T, long> number, Func<T, bool>? isAnswerable = null)
        where T : class => (_, agent, delivery) =>
        {
            T? body;
            try
            {
                body = JsonSerializer.Deserialize(delivery.Body.Span, json);
            }
            catch (JsonException e)
            {
                return Refuse(agent, delivery, MessageErrors.Malformed, $"The body is not valid: {e.Message}");
            }

            if (body is null)
            {
                return Refuse(agent, delivery, MessageErrors.Malformed, "The body is empty.");
            }

            var result = rules.Validate(body);
            string[] problems = result.IsValid ? [] : [.. result.Errors.Select(e => e.ErrorMessage)];
            return problems.Length == 0 || isAnswerable?.Invoke(body) == true
                ? new AgentMessage<T>(agent, body, problems)
                : Refuse(agent, delivery, CodeFor(delivery.Type), string.Join(' ', problems), number(body));
        };

    private static object ReadInternal(AgentDelivery delivery, JsonTypeInfo kind)
    {
        try
        {
            if (JsonSerializer.Deserialize(delivery.Body.Span, kind) is { } message)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Falls through: refused like anybody's.
        }

        return Refuse(null, delivery, MessageErrors.Malformed, "An internal message is not valid.");
    }

    private static string? Sender(string routingKey)
    {
        var parts = routingKey.Split('.');
        return parts is ["job", var agent, "in"] && AgentTopology.IsAgentId(agent) ? agent : null;
    }

    private static string CodeFor(string? type) =>
        type == MessageTypes.TicketRequest ? RefusalCodes.Incomplete : MessageErrors.Invalid;

    private static RefusedMessage Refuse(string? agent, AgentDelivery delivery, string code, string reason, long number = 0) => new(
        agent, code, Shorten(reason, LongestReason), Shorten(delivery.Type),
        delivery.Body[..Math.Min(KeptBytes, delivery.Body.Length)].ToArray(), delivery.Body.Length, number);

    /// <summary>Never through the middle of a character: half of one cannot be stored.</summary>
    private static string Shorten(string? text, int most = 64) =>
        text is null ? "" : text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
