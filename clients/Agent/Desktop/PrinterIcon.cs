using Microsoft.AspNetCore.Http;

namespace TicketFlow.Agent.Desktop;

/// <summary>The picture print dialogues show (PWG 5100.13, printer-icons).</summary>
internal static class PrinterIcon
{
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAYAAADDPmHLAAABOklEQVR42u3duw2AIABFUTZxAIdyAQdzBAcjxA4WsCGR8PHc5E3AqSggBEmSJEmSJEmSJEmS"
        + "JEmSpAbF9OSV54QBEAACQAAIAAEgAASAABAAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACgd/t5Z+s3AAAAAAAAABgFwHZcVrma"
        + "AAAAAAAAAAAAAAAAAAAAAADARZCLIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGA3A6g9EAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAMAMAL7OhxE/DwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEmSJEmSJEmSJEmSpLcKLoaKNVRtgbgA"
        + "AAAASUVORK5CYII=");

    public static Task SendAsync(this HttpResponse response, string type, byte[] body)
    {
        response.ContentType = type;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, 0, body.Length, response.HttpContext.RequestAborted);
    }
}
