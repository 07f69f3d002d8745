namespace TicketFlow.Printing.Tests.Documents;

/// <summary>A real document, broken in a way that the seed decides.</summary>
internal static class Mutation
{
    private static readonly byte[][] Poison =
    [
        [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x80],
        "9999999999"u8.ToArray(), "-1"u8.ToArray(), "<<"u8.ToArray(),
        "["u8.ToArray(), "2 0 R"u8.ToArray(), [0x1B], "\x1b%-12345X"u8.ToArray(), "\n%%Page: 1\n"u8.ToArray(), "/Kids"u8.ToArray(),
    ];

    public static byte[] Of(byte[] original, int seed)
    {
#pragma warning disable CA5394 // not a secret
        var random = new Random(seed);
        var bytes = original.ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 4; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    bytes.InsertRange(at, Poison[random.Next(Poison.Length)]);
                    break;
                case 4:
                    var poison = Poison[random.Next(Poison.Length)];
                    for (var i = 0; i < poison.Length && at + i < bytes.Count; i++)
                    {
                        bytes[at + i] = poison[i];
                    }

                    break;
                default:
                    var from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(1, 200), bytes.Count - from)));
                    break;
            }
        }
#pragma warning restore CA5394
        return [.. bytes];
    }
}
