using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TicketFlow.PrinterMonitor;

namespace PrinterMonitor.Tests.Host;

/// <summary>What an operator reads when the configuration cannot work; nothing was opened by then.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("TICKETFLOW_MONITOR_POSTGRES", "", "TICKETFLOW_MONITOR_POSTGRES is missing")]
    [InlineData("TICKETFLOW_MONITOR_RABBITMQ", "", "TICKETFLOW_MONITOR_RABBITMQ is missing")]
    [InlineData("Monitor:Name", "two words", "Monitor:Name must be")]
    [InlineData("Monitor:RenewEvery", "00:00:09", "at most a third of Monitor:LeaseFor")]
    [InlineData("Monitor:Polling:Idle", "00:00:00", "Monitor:Polling:Idle must be between 0.1 seconds and a day.")]
    [InlineData("Monitor:Fleet:Rules:0:Protocol", "telnet", "it must be snmp, ipp or none")]
    [InlineData("Monitor:Traps:Listen", "everywhere", "it must be address:port")]
    [InlineData("Monitor:Traps:Credentials:0", "nobody", "the credentials file has no such name")]
    public async Task A_mistake_is_named_at_the_start(string key, string value, string sentence)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TICKETFLOW_MONITOR_POSTGRES"] = "Host=127.0.0.1;Port=9",
            ["TICKETFLOW_MONITOR_RABBITMQ"] = "amqp://user:password@127.0.0.1:9/x",
            [key] = value,
        });
        builder.Services.AddPrinterMonitor(builder.Configuration);
        using var host = builder.Build();
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(patience.Token))).Message.ShouldContain(sentence);
    }
}
