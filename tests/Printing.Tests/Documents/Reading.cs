using System.Text;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Printing.Tests.Documents;

internal static class Reading
{
    public static readonly DocumentLimits Patient = new() { Time = TimeSpan.FromMinutes(1) };

    public static DocumentProperties Of(byte[] document) => DocumentReader.Read(new MemoryStream(document), Patient, TimeProvider.System);

    public static DocumentProperties Of(string text) => Of(Encoding.Latin1.GetBytes(text));
}
