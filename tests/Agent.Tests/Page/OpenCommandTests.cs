using System.Diagnostics;
using TicketFlow.Agent.Tests.Cli;
using TicketFlow.Agent.Tests.Harness;

namespace TicketFlow.Agent.Tests.Page;

/// <summary><c>ticketflow open</c>.</summary>
public sealed class OpenCommandTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private RunningAgent _agent = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _agent = await _world.StartAgentAsync();
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task The_browser_is_handed_a_file_and_the_token_is_in_nobodys_arguments()
    {
        var (browser, seen) = (Path.Combine(_world.Home, "browser"), Path.Combine(_world.Home, "seen"));
        await File.WriteAllTextAsync(browser, $"#!/bin/sh\necho \"$@\" > {seen}; cat \"$1\" >> {seen}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var (exitCode, output) = await OpenAsync(browser);

        exitCode.ShouldBe(0);
        output.ShouldContain("opens in the browser");
        var lines = await File.ReadAllLinesAsync(seen);
        lines[0].ShouldBe(Directory.EnumerateFiles(_world.Options.PageDirectory, "open-*.html").ShouldHaveSingleItem());
        string.Join('\n', lines[1..]).ShouldContain("/open#");
    }

    [Fact]
    public async Task Without_a_browser_it_names_the_address()
    {
        var (exitCode, output) = await OpenAsync(Path.Combine(_world.Home, "no-such-browser"));
        exitCode.ShouldBe(0);
        output.ShouldContain("http://127.0.0.1:");
    }

    [Fact]
    public async Task The_address_alone_opens_the_page_too()
    {
        var (exitCode, output, errors) = await CliProcess.RunAsync(_world.Options.Socket, "open", "--print");
        exitCode.ShouldBe(0, errors);
        using var client = PageClient.Of(new(output.Trim(), "", default));
        using var answer = await client.RedeemAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    private async Task<(int ExitCode, string Output)> OpenAsync(string browser)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ticketflow"), ["open", "--socket", _world.Options.Socket])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["BROWSER"] = browser },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
