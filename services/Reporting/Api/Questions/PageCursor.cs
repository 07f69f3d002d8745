using System.Buffers.Text;
using System.Globalization;
using System.Text;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api.Questions;

/// <summary>The cursor of figures: how many rows were told, bound to the question.</summary>
internal static class PageCursor
{
    public static string Write(string mark, long told) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{mark}:{told}"));

    /// <summary>0 without a cursor.</summary>
    public static int Read(QueryReader query, string mark)
    {
        if (query.One("cursor") is not { } text)
        {
            return 0;
        }

        if (Base64Url.IsValid(text) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(':') is [var of, var told]
            && of == mark && int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return offset;
        }

        query.Refuse("cursor", FinanceErrors.CursorInvalid, "It is not the cursor of a page of this question; begin without one.");
        return 0;
    }
}
