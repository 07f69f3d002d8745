using System.Text;
using TicketFlow.Printing.Lpd;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Printing.Tests.Lpd;

public sealed class LpdTransferTests
{
    private readonly LpdTransfer _lpd = new(new LpdOptions { ConnectTries = 1 }, TimeProvider.System);

    [Theory]
    [InlineData("", new[] { 2, 3 })]
    [InlineData("?order=data", new[] { 3, 2 })]
    public async Task The_order_of_control_file_and_document_is_the_address_s(string options, int[] order)
    {
        await using var peer = new LpdPeer(new PeerBehaviour(), options);

        (await SendAsync(TransferConformanceTests.Job(peer.Address, 100))).Fault.ShouldBeNull();

        peer.Subcommands.ShouldBe(order);
    }

    [Fact]
    public async Task The_control_file_names_host_user_and_title_each_copy_and_no_banner()
    {
        await using var peer = new LpdPeer(new PeerBehaviour());
        var job = TransferConformanceTests.Job(peer.Address, 100) with { Instructions = new PrintInstructions { Copies = 2 } };

        (await SendAsync(job)).Fault.ShouldBeNull();

        var lines = peer.ControlFiles.ShouldHaveSingleItem().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => line[0]).ShouldBe("HPJllUN");
        lines[..3].ShouldBe(["Hdesk-1", "Pana", "JInvoice 42"]);
        lines[3].ShouldMatch("^ldfA[0-9]{3}desk-1$");
    }

    [Fact]
    public void Text_of_users_cannot_become_a_line_of_the_control_file()
    {
        var label = new JobLabel("k", "Kündigung\nProot\n" + new string('x', 500), "bad user\nLx", "host\n\u0001");
        var control = LpdControlFile.Of(new TransferJob("", Stream.Null, 1) { Label = label });

        var lines = Encoding.ASCII.GetString(control.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Select(line => line[0]).ShouldBe("HPJlUN");
        lines[1].ShouldBe("Pbad_user_Lx");
        lines[2].ShouldStartWith("JK_ndigung_Proot_");
        lines.ShouldAllBe(line => line.Length <= 132);
    }

    [Fact]
    public async Task An_unknown_queue_is_rejected_and_nothing_left()
    {
        await using var peer = new LpdPeer(new PeerBehaviour(), queue: "another");

        var result = await SendAsync(TransferConformanceTests.Job(peer.Address, 100));

        result.Fault.ShouldBe(TransferFault.Rejected);
        result.AnyByteLeft.ShouldBeFalse();
        result.Text!.ShouldContain("queue 'lp'");
    }

    [Fact]
    public async Task A_hook_that_fails_behind_the_control_file_aborts_the_job_at_the_daemon()
    {
        await using var peer = new LpdPeer(new PeerBehaviour());
        var job = TransferConformanceTests.Job(peer.Address, 100) with { BeforeFirstByte = _ => throw new IOException("disk full") };

        await Should.ThrowAsync<IOException>(() => SendAsync(job));

        await Eventually.TrueAsync(() => peer.Subcommands.Count == 2, "the abort is heard");
        peer.Subcommands.ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_reserved_source_port_is_used_where_the_system_allows_it_and_else_explained()
    {
        await using var peer = new LpdPeer(new PeerBehaviour(), "?reserve");

        var result = await SendAsync(TransferConformanceTests.Job(peer.Address, 100));

        if (Environment.IsPrivilegedProcess)
        {
            result.Fault.ShouldBeNull(result.Text);
            peer.SourcePorts.ShouldHaveSingleItem().ShouldBeInRange(721, 731);
        }
        else
        {
            result.Fault.ShouldBe(TransferFault.AddressInvalid);
            result.Text!.ShouldContain("CAP_NET_BIND_SERVICE");
        }
    }

    [Theory]
    [InlineData("lpd://printer")]
    [InlineData("lpd://printer/a queue")]
    [InlineData("lpd://printer/a%0Aqueue")]
    [InlineData("lpd://user@printer/lp")]
    [InlineData("lpd://printer/lp?banner")]
    [InlineData("printer:515")]
    public void Addresses_that_make_no_sense_are_no_addresses(string address) => LpdAddress.Parse(address).ShouldBeNull();

    [Fact]
    public void An_address_has_its_defaults()
    {
        var address = LpdAddress.Parse("lpd://printer.example/raw").ShouldNotBeNull();
        (address.Target.Host, address.Target.Port, address.Queue, address.DataFirst, address.ReservedPort)
            .ShouldBe(("printer.example", 515, "raw", false, false));
    }

    private Task<TransferResult> SendAsync(TransferJob job) => TransferConformanceTests.SendAsync(_lpd, job);
}
