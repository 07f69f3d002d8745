using System.Net;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.Snmp.Ber;
using TicketFlow.PrinterMonitor.Snmp.Transport;
using TicketFlow.PrinterMonitor.Snmp.Usm;
using Xunit.Abstractions;

namespace PrinterMonitor.Tests.Snmp;

/// <summary>Broken packets for both receiving sides. The handlers are called directly, so that nothing can hide an exception.</summary>
public sealed class PacketFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 20_000;
    private const int AllocationLimit = 64 * 1024;

    private static readonly SocketAddress From = new IPEndPoint(IPAddress.Loopback, 9).Serialize();
    private static readonly UsmCredentials User = new("fuzzed", AuthProtocol.Sha1, "password-1", PrivProtocol.Aes128, "password-2");
    private static readonly byte[] Engine = Convert.FromHexString("80001f888059dc486145a26322");

    [Fact]
    public void Mutated_packets_escape_neither_receiver_and_allocate_little()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var counters = new SnmpCounters();
        var reader = new AnswerReader(new ExchangeTable(), new UsmSessions(TimeProvider.System), counters, TimeProvider.System);
        var receiver = new UsmReceiver(new TrapListenerOptions { Users = [User], EngineId = Engine }, TimeProvider.System);
        var valid = ValidPackets();
        Feed(valid[^1], reader, receiver);
        for (var round = 0; round < Rounds; round++)
        {
            var packet = Mutate(valid[random.Next(valid.Count)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Should.NotThrow(() => Feed(packet, reader, receiver), $"seed {seed} round {round}: {Convert.ToHexString(packet)}");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(AllocationLimit, $"seed {seed} round {round}");
        }

        counters.Dropped.ShouldBeGreaterThanOrEqualTo(Rounds);
    }

    [Fact]
    public void Deep_nesting_and_huge_lengths_are_malformed()
    {
        var counters = new SnmpCounters();
        var reader = new AnswerReader(new ExchangeTable(), new UsmSessions(TimeProvider.System), counters, TimeProvider.System);
        byte[][] packets =
        [
            [],
            [0x30],
            [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x02],
            [0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            [.. Enumerable.Repeat((byte)0x30, 60_000)],
            [.. Enumerable.Repeat(new byte[] { 0x30, 0x80 }, 30_000).SelectMany(pair => pair)],
            [0x1f, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x00],
            [0x30, 0x03, 0x02, 0x01, 0x01],
            [0x30, 0x05, 0x02, 0x01, 0x01, 0x04, 0x7f],
        ];
        foreach (var packet in packets)
        {
            reader.OnPacket(packet.ToArray(), From);
        }

        counters[DropReason.Malformed].ShouldBe(packets.Length);
    }

    private static void Feed(byte[] packet, AnswerReader reader, UsmReceiver receiver)
    {
        reader.OnPacket(packet.ToArray(), From);
        var copy = packet.ToArray();
        var outer = new BerReader(copy);
        var message = outer.Enter(BerReader.Sequence);
        message.ReadInt32();
        if (UsmHeader.TryRead(ref message, out var header))
        {
            receiver.Open(copy, header);
        }

        // The layers behind matching and decryption, which a mutated packet seldom reaches.
        var content = new BerReader(packet);
        var pdu = content.Enter((byte)PduType.Response);
        if (PduCodec.TryReadHeader(ref pdu, PduType.Response, out _))
        {
            PduCodec.TryReadVariables(ref pdu, out _);
        }

        var trap = new BerReader(packet);
        NotificationPdu.TryRead(ref trap, out _, out _);
    }

    private static List<byte[]> ValidPackets()
    {
        var session = new UsmSession(Engine, new UsmKeys().For(User, Engine), 3, 4711, 0);
        VarBind[] variables =
        [
            Packets.Text("1.3.6.1.2.1.1.1.0", "a printer"),
            Packets.Number("1.3.6.1.2.1.43.11.1.1.9.1.1", -3),
            new(Oid.Parse("1.3.6.1.6.3.1.1.4.1.0"), SnmpValue.FromOid(Oid.Parse("1.3.6.1.6.3.1.1.5.1"))),
            new(Oid.Parse("1.3.6.1.2.1.1.3.0"), SnmpValue.FromUnsigned(SnmpType.TimeTicks, uint.MaxValue)),
            new(Oid.Parse("1.3.6.1.2.1.1.9.0"), SnmpValue.Missing(SnmpType.NoSuchInstance)),
            new(Oid.Parse("1.3.6.1.2.1.31.1.1.1.6.1"), SnmpValue.FromUnsigned(SnmpType.Counter64, ulong.MaxValue)),
        ];
        var response = new SnmpPdu(new PduHeader(PduType.Response, 4711, 0, 0), variables);
        var inform = response with { Header = response.Header with { Type = PduType.Inform } };
        var bare = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.BER);
        PduCodec.Write(bare, response);
        var bareInform = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.BER);
        PduCodec.Write(bareInform, inform);
        return
        [
            Packets.Response(1, variables),
            UsmMessage.Discovery(7),
            UsmMessage.Response(1, new UsmCredentials("fuzzed"), session, new UsmContext(Engine, []), response, TimeProvider.System),
            bare.Encode(),
            bareInform.Encode(),
            UsmMessage.Response(1, User, session, new UsmContext(Engine, []), inform, TimeProvider.System),
        ];
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var packet = valid.ToList();
        for (var change = random.Next(1, 6); change > 0 && packet.Count > 0; change--)
        {
            var at = random.Next(packet.Count);
            switch (random.Next(6))
            {
                case 0:
                    packet[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    packet[at] = (byte)random.Next(256);
                    break;
                case 2:
                    packet.RemoveRange(at, packet.Count - at);
                    break;
                case 3:
                    packet.InsertRange(at, packet.GetRange(at, Math.Min(packet.Count - at, random.Next(40))));
                    break;
                case 4:
                    packet[at] = new byte[] { 0x80, 0x84, 0x88, 0xff, 0x7f, 0x00, 0x30, 0x1f }[random.Next(8)];
                    break;
                default:
                    packet.RemoveRange(at, Math.Min(packet.Count - at, random.Next(8)));
                    break;
            }
        }

        return [.. packet];
    }
}
