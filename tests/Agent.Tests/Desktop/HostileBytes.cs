using System.Text;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>Good messages with wounds, from a seed.</summary>
internal static class HostileBytes
{
    private static readonly byte[][] Poison =
    [
        [0], [0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], "\r\n\r\n"u8.ToArray(), "\n"u8.ToArray(), "%00%2e%2e%2f"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), "-1"u8.ToArray(), "\u001b[2J"u8.ToArray(), [0xED, 0xA0, 0x80], [0xC0, 0xAF],
        Encoding.ASCII.GetBytes(new string('A', 4000)), "../../../etc/passwd"u8.ToArray(),
        "{\"a\":[[[["u8.ToArray(), "%s%n'\";--"u8.ToArray(),
    ];

    public static byte[] Spoil(byte[] message, Random dice)
    {
        var bytes = message.ToList();
        for (var wounds = dice.Next(1, 4); wounds > 0; wounds--)
        {
            var at = dice.Next(bytes.Count + 1);
            switch (dice.Next(5))
            {
                case 0:
                    bytes.InsertRange(at, Poison[dice.Next(Poison.Length)]);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(dice.Next(8), bytes.Count - at));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)dice.Next(256);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, bytes.Skip(at).Take(dice.Next(400)).ToList());
                    break;
            }
        }

        return [.. bytes];
    }
}
