using System.Text;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Border;

namespace TicketServer.Tests.Border;

/// <summary>
/// Whatever bytes an agent sends, the border answers with a message that can be stored; the seed of a failure is in its text.
/// </summary>
public sealed class HostileBytesTests
{
    private const string Agent = "desk-1";
    private const int Tries = 20_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly (string Type, string Body)[] Good =
    [
        ("TR1", """{"n":1,"k":"k5q2mzr7xw3hb6ta","cv":"1","os":"o","dv":"none","p":"hall","d":"E","u":"a","pg":3,"b":48,"pr":{"cp":2}}"""),
        ("SU1", """{"n":1,"s":[{"j":"6y2by2ff4kpmh2en","a":1,"b":16384}]}"""),
        ("HI1", """{"n":1,"s":[{"j":"6y2by2ff4kpmh2en","s":"spooled","a":1,"b":0},{"s":"kept","a":0,"k":"abcdefghij234567"}]}"""),
        ("SP1", """{"n":1,"v":[{"u":"ipp://192.0.2.7/ipp/print","nm":"Hall_2"}]}"""),
        ("LR1", """{"n":1,"k":"k5q2mzr7xw3hb6ta","p":"beamer","d":"E","u":"a","s":7200}"""),
        ("LD1", """{"n":1,"k":"k5q2mzr7xw3hb6ta","p":"beamer"}"""),
        ("TF1", """{"n":1,"j":"6y2by2ff4kpmh2en","a":1,"b":16384,"c":"connection-reset","m":"broke"}"""),
    ];

    private static readonly string[] Poison =
    [
        "\\ud800", "\\u0000", "\"\\ud83d\"", "9223372036854775808", "-1", "1e400", "null", "{}", "[]", "[[[[[[[[", "\"", "\\", "true",
        "\"\\udc00x\":1,", new string('[', 200), new string('9', 400), "\u00ff", "\u2028",
    ];

    [Fact]
    public void Bytes_of_any_kind_become_a_message_or_a_refusal_that_can_be_kept()
    {
        var reader = new AgentMessageReader("server.test");
        var start = Random.Shared.Next();
        for (var seed = start; seed != start + Tries; seed++)
        {
            var dice = new Random(seed);
            var (type, body) = Good[dice.Next(Good.Length)];
            try
            {
                Check(reader.Read(new AgentDelivery(Agent, AgentTopology.RoutingKeyOf(Agent), type, Spoil(body, dice))));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private static void Check(object message)
    {
        if (message is RefusedMessage refused)
        {
            refused.Reason.Length.ShouldBeLessThanOrEqualTo(1000);
            Strict.GetBytes(refused.Reason + refused.Type + refused.Code);
        }
        else
        {
            message.GetType().GetGenericTypeDefinition().ShouldBe(typeof(AgentMessage<>));
        }
    }

    private static byte[] Spoil(string body, Random dice)
    {
        var bytes = Encoding.UTF8.GetBytes(body).ToList();
        for (var wounds = dice.Next(1, 4); wounds > 0; wounds--)
        {
            var at = dice.Next(bytes.Count + 1);
            switch (dice.Next(4))
            {
                case 0:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Poison[dice.Next(Poison.Length)]));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(dice.Next(8), bytes.Count - at));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)dice.Next(256);
                    break;
                default:
                    bytes.InsertRange(at, bytes.Skip(at).Take(dice.Next(400)).ToList());
                    break;
            }
        }

        return [.. bytes];
    }
}
