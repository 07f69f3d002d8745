using System.Net;
using System.Net.Sockets;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.Snmp.Ber;
using TicketFlow.PrinterMonitor.Snmp.Transport;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>Any number of printers that answer SNMP v2c, each at a loopback address of its own, all on one port.</summary>
internal sealed class SimulatedFleet : IDisposable
{
    private const int PerNetwork = 250;
    private const int MostVariables = 100;

    private readonly PacketSocket _socket = new();
    private readonly SimulatedMib _mib = new();
    private readonly bool[] _faulty;
    private long _answered;

    public SimulatedFleet(int count)
    {
        _faulty = new bool[count];
        new Thread(Serve) { IsBackground = true, Name = "printers" }.Start();
    }

    public int Port => _socket.Port;

    public int Count => _faulty.Length;

    /// <summary>Packets answered so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    public static string NameOf(int printer) => $"sim-{printer}";

    public static IPAddress AddressOf(int printer) => new([127, 1, (byte)(printer / PerNetwork), (byte)(1 + (printer % PerNetwork))]);

    public void SetFault(int printer, bool faulty) => Volatile.Write(ref _faulty[printer], faulty);

    public void Dispose() => _socket.Dispose();

    private void Serve()
    {
        var buffer = new byte[4096];
        EndPoint theirs = new IPEndPoint(IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var length = _socket.Receive(buffer, out var mine, ref theirs);
                var address = mine.GetAddressBytes();
                var printer = (address[2] * PerNetwork) + address[3] - 1;
                if (address[1] == 1 && printer >= 0 && printer < Count && Answer(buffer.AsMemory(0, length), printer) is { } answer)
                {
                    _socket.Send(answer, mine, (IPEndPoint)theirs);
                    Interlocked.Increment(ref _answered);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private byte[]? Answer(ReadOnlyMemory<byte> packet, int printer)
    {
        var outer = new BerReader(packet.Span);
        var message = outer.Enter(BerReader.Sequence);
        message.ReadInt32();
        message.Read(SnmpType.OctetString);
        var type = (PduType)message.PeekTag;
        var pdu = new BerReader(message.ReadAny(out _));
        if (!PduCodec.TryReadHeader(ref pdu, type, out var header) || !PduCodec.TryReadVariables(ref pdu, out var asked))
        {
            return null;
        }

        var faulty = Volatile.Read(ref _faulty[printer]);
        List<VarBind> answer = type switch
        {
            PduType.GetBulk => Bulk(asked, header, printer, faulty),
            PduType.GetNext => [.. asked.Select(v => _mib.Next(v.Oid, printer, faulty) ?? End(v.Oid))],
            _ => [.. asked.Select(v => _mib.Get(v.Oid, printer, faulty) ?? new VarBind(v.Oid, SnmpValue.Missing(SnmpType.NoSuchObject)))],
        };
        return CommunityMessage.Write(
            SnmpVersion.V2c, "public"u8, new SnmpPdu(new PduHeader(PduType.Response, header.RequestId, 0, 0), answer));
    }

    /// <summary>RFC 3416 section 4.2.3.</summary>
    private List<VarBind> Bulk(VarBind[] asked, PduHeader header, int printer, bool faulty)
    {
        var scalars = Math.Clamp(header.First, 0, asked.Length);
        var answer = asked.Take(scalars).Select(v => _mib.Next(v.Oid, printer, faulty) ?? End(v.Oid)).ToList();
        var last = asked.Skip(scalars).Select(v => v.Oid).ToArray();
        for (var row = 0; row < header.Second && last.Length > 0 && answer.Count < MostVariables; row++)
        {
            for (var i = 0; i < last.Length && answer.Count < MostVariables; i++)
            {
                var next = _mib.Next(last[i], printer, faulty) ?? End(last[i]);
                last[i] = next.Oid;
                answer.Add(next);
            }
        }

        return answer;
    }

    private static VarBind End(Oid oid) => new(oid, SnmpValue.Missing(SnmpType.EndOfMibView));
}
